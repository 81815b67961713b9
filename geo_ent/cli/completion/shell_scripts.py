"""The shells that are known: the script that each reads, and how it takes its candidates."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

ASKED, WORDS = "_GEO_ENT_COMPLETE", "_GEO_ENT_WORDS"
"""The variables that a script asks by: the shell's name, and where it can't give them as arguments,
the words of the line, one a line."""

_LONGEST = 80  # signs of what a candidate means: a list of them is read at a glance
_UNSAFE = re.compile(r"([^\w\-+.,:/@%=])")
_QUOTES = ("'", '"')

# The program is called as it was typed: geo-ent, .venv/bin/geo-ent, ~/bin/geo-ent. Where nothing is
# known the shell goes on with files, as it does for any program.
_BASH = r"""# Complétion de geo-ent pour bash (geo-ent --install-completion)
_geo_ent() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(_GEO_ENT_COMPLETE=bash "${1/#\~/$HOME}" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _geo_ent geo-ent
"""
_ZSH = r"""# Complétion de geo-ent pour zsh (geo-ent --install-completion)
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
_geo_ent() {
    local line
    local -a found shown
    while IFS= read -r line; do
        found+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  : }")
    done < <(_GEO_ENT_COMPLETE=zsh "${words[1]/#\~/$HOME}" "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    if (( $#found )); then
        compadd -U -l -d shown -a found
    else
        _files
    fi
}
compdef _geo_ent geo-ent
"""
_FISH = r"""# Complétion de geo-ent pour fish (geo-ent --install-completion)
function __geo_ent_complete
    set -l typed (commandline -opc)
    set -l found (_GEO_ENT_COMPLETE=fish $typed[1] $typed[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command geo-ent --no-files --arguments '(__geo_ent_complete)'
"""
_POWERSHELL = r"""# Complétion de geo-ent pour PowerShell (geo-ent --install-completion)
Register-ArgumentCompleter -Native -CommandName geo-ent -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { $_.ToString() })
    if ($wordToComplete -eq '') { $typed += '' }
    $program = $typed[0].Trim([char[]]"'`"")
    $encoding = [Console]::OutputEncoding
    [Console]::OutputEncoding = [Text.Encoding]::UTF8
    $env:_GEO_ENT_COMPLETE = 'powershell'
    $env:_GEO_ENT_WORDS = ($typed | Select-Object -Skip 1) -join "`n"
    try {
        & $program 2>$null | ForEach-Object {
            $word, $means = $_ -split "`t", 2
            $shown = $word.Trim("'")
            if (-not $means) { $means = $shown }
            [System.Management.Automation.CompletionResult]::new(
                $word, $shown, 'ParameterValue', $means)
        }
    } finally {
        Remove-Item Env:_GEO_ENT_COMPLETE, Env:_GEO_ENT_WORDS -ErrorAction SilentlyContinue
        [Console]::OutputEncoding = $encoding
    }
}
"""


@dataclass(frozen=True)
class Candidate:
    """A word that a line may go on with, and what it means."""

    word: str
    means: str = ""


def _in_bash(word: str) -> str:
    return _UNSAFE.sub(r"\\\1", word)


def _in_powershell(word: str) -> str:
    return "'" + word.replace("'", "''") + "'" if _UNSAFE.search(word) else word


@dataclass(frozen=True)
class Shell:
    """A shell that is known.

    Attributes
    ----------
    script
        What it reads once, for Tab to ask us.
    escape
        Protects a word's blanks and quotes; None where the shell does it itself.
    raw
        Whether it gives words as they were typed, quotes and all.
    described
        Whether it shows what a word means.
    """

    script: str
    escape: Callable[[str], str] | None = None
    raw: bool = False
    described: bool = True


SHELLS: Mapping[str, Shell] = {
    "bash": Shell(_BASH, _in_bash, raw=True, described=False),
    "zsh": Shell(_ZSH),
    "fish": Shell(_FISH),
    "powershell": Shell(_POWERSHELL, _in_powershell, raw=True),
}
"""The shells that are known, by the name that they are asked by."""


def unquoted(word: str) -> str:
    r"""Read a word as the shell would: bash and PowerShell give it as it was typed.

    Examples
    --------
    >>> unquoted(r"Territoire\ de"), unquoted('"Val-d')
    ('Territoire de', 'Val-d')
    """
    if word.startswith(_QUOTES):
        return word[1:].removesuffix(word[0])
    return re.sub(r"\\(.)", r"\1", word)


def reply_lines(shell: Shell, offered: Sequence[Candidate], begun: str) -> list[str]:
    """Write candidates as the script of a shell takes them, one a line.

    Parameters
    ----------
    shell
        Which shell asks.
    offered
        The candidates.
    begun
        The word as it was typed so far.
    """
    # zsh and fish have « --lang=f » as a word, bash « f » alone.
    option, sign, _ = begun.partition("=")
    start = f"{option}=" if sign and option.startswith("--") else ""
    # What was begun in quotes bash closes itself; PowerShell has the whole word written anew.
    open_quote = shell.escape is _in_bash and begun.startswith(_QUOTES)
    escape = None if open_quote else shell.escape
    lines = []
    for one in offered:
        means = one.means if len(one.means) <= _LONGEST else f"{one.means[: _LONGEST - 1]}…"
        word = f"{start}{one.word}"
        typed = escape(word) if escape else word
        lines.append(f"{typed}\t{means}" if shell.described and means else typed)
    return lines
