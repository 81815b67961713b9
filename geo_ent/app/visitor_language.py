"""Which language a visitor reads: the one that they chose, else their browser's, else French."""

from starlette.requests import Request

from geo_ent.telling.language import LANGUAGES, Language, language

LANG_COOKIE = "geo-ent-lang"


def visitor_language(request: Request) -> Language:
    """Take the visitor's language: the one that they chose, else their browser's; French else."""
    asked = request.query_params.get("lang") or request.cookies.get(LANG_COOKIE, "")
    if asked in LANGUAGES:
        return language(asked)
    wanted = []
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, weight = part.partition(";q=")
        try:
            wanted.append((-float(weight or 1), tag.strip().lower()[:2]))
        except ValueError:
            continue
    spoken = [tag for _, tag in sorted(wanted, key=lambda pair: pair[0]) if tag in LANGUAGES]
    return language(spoken[0] if spoken else "fr")
