"""What the application says of its own: limits met, faults, the line before a visitor."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from geo_ent.app.settings import MEGABYTE, Limits, Settings
from geo_ent.app.typed_words import on_the_page
from geo_ent.telling.language import Language, mark

if TYPE_CHECKING:
    from geo_ent.app.pool.jobs import Job

_MINUTE_S = 60
_KILOBYTE = 1_000

_FAILURES: Mapping[str, str] = {
    "died": mark(
        "Le programme qui travaillait s’est arrêté net. Rien de ce que vous avez envoyé ou répondu "
        "n’est perdu : réessayez. Si cela recommence, l’un des fichiers en est sans doute la cause "
        "(trop grand, ou abîmé)."
    ),
    "memory": mark(
        "Ces fichiers demandent plus de mémoire que la limite ({memory}). Retirez les feuilles et "
        "les colonnes inutiles, ou les fichiers qui ne sont pas le registre, puis réessayez."
    ),
    "time": mark(
        "Le travail a dépassé le temps permis ({minutes}) et a été arrêté. Un registre plus court, "
        "ou moins de fichiers, devrait passer ; vos réponses sont gardées."
    ),
    "disk": mark(
        "Le disque est plein : rien n’a pu être écrit. Vos réponses d’avant sont gardées ; "
        "libérez de la place, puis réessayez."
    ),
    "error": mark(
        "Une erreur de geo-ent a empêché d’aller au bout. Vos fichiers et vos réponses sont "
        "gardés : réessayez, et si cela recommence signalez-le."
    ),
}

_REFUSED_UPLOADS: Mapping[str, str] = {
    "size": mark(
        "Ces fichiers font plus de {size} en tout : ils n’ont pas été gardés. Envoyez le registre "
        "sans les feuilles ni les images inutiles, ou en CSV."
    ),
    "time": mark(
        "L’envoi s’est interrompu, ou était trop lent : rien n’a été gardé. Réessayez, si possible "
        "sur une meilleure connexion."
    ),
    "files": mark(
        "On attend au plus {files_n} fichiers en tout : ils n’ont pas été gardés. Envoyez-en moins."
    ),
    "form": mark("Ce formulaire est plus long que ce qu’on attend : rien n’a été changé."),
    "busy": mark(
        "Le serveur sert déjà {visitors_n} personnes. Rien n’est perdu de votre côté : réessayez "
        "dans une minute."
    ),
    "full": mark(
        "Le serveur n’a plus de place pour un travail de plus. Réessayez dans une heure : les "
        "travaux que personne ne regarde sont alors effacés."
    ),
}

_REFUSALS: Mapping[str, str] = {
    "host": mark(
        "geo-ent ne répond pas à ce nom : son adresse est {origin}. (Derrière un proxy : il doit "
        "transmettre l’en-tête Host tel quel.)"
    ),
    "origin": mark(
        "Cet envoi ne vient pas d’une page de geo-ent : rien n’a été changé. Ouvrez {origin} et "
        "recommencez."
    ),
    "token": mark(
        "Ouvrez l’adresse que « geo-ent app » a affichée : elle porte un code qui vous laisse "
        "entrer. Si vous l’avez fermée, lancez « geo-ent app » de nouveau."
    ),
    "password": mark("Il faut le mot de passe de ce serveur, avec n’importe quel nom."),
    "tries": mark("Trop de mots de passe faux en même temps : réessayez dans une minute."),
}


def refusal_sentence(reason: str, settings: Settings, tr: Language) -> str:
    """Say why a request isn't answered, and what to do."""
    return tr(_REFUSALS[reason], origin=f"{settings.origin}{settings.prefix}")


def failure_sentence(job: "Job", limits: Limits, tr: Language) -> str:
    """Say why a job ended without what it was to make, and what to do."""
    if job.status == "refused":
        return on_the_page(job.fault)
    if job.status == "stopped":
        return tr("Vos choix ont changé entre-temps : réessayez.")
    return tr(
        _FAILURES[job.fault],
        memory=megabytes(limits.memory_bytes, tr),
        minutes=duration(limits.job_s, tr),
    )


def upload_sentence(reason: str, limits: Limits, tr: Language) -> str:
    """Say why files weren't taken, and what to do."""
    return tr(
        _REFUSED_UPLOADS[reason],
        size=megabytes(limits.upload_bytes, tr),
        files_n=tr.number(limits.files_n),
        visitors_n=tr.number(limits.visitors_n),
    )


def limit_sentences(settings: Settings, tr: Language) -> list[str]:
    """Say the limits before they are met: of all, and those of a server's visitors."""
    limits = settings.limits
    said = [
        tr(
            "Au plus {n} fichiers, {size} en tout ; l’envoi peut durer {upload}.",
            n=tr.number(limits.files_n),
            size=megabytes(limits.upload_bytes, tr),
            upload=duration(limits.upload_s, tr),
        ),
        tr(
            "Lire un registre, ou faire une carte, peut prendre {time} et {memory} de mémoire.",
            time=duration(limits.job_s, tr),
            memory=megabytes(limits.memory_bytes, tr),
        ),
    ]
    if settings.is_local:
        return said
    return [
        *said,
        tr(
            "{visitors_n} personnes sont servies à la fois, dans l’ordre où elles arrivent ; "
            "le serveur a de la place pour {works_n} travaux, {disk} en tout.",
            visitors_n=tr.number(limits.visitors_n),
            works_n=tr.number(limits.works_n),
            disk=megabytes(limits.works_bytes, tr),
        ),
    ]


def duration(seconds: float, tr: Language) -> str:
    """Write how long something may last, in the unit that suits it.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> [duration(s, language("fr")).replace(chr(0xA0), " ") for s in (2, 300, 3600)]
    ['2 secondes', '5 minutes', '1 heure']
    """
    if seconds < _MINUTE_S:
        number = round(seconds)
        return tr.plural("{n}\u00a0seconde", "{n}\u00a0secondes", number, n=tr.number(number))
    minutes = round(seconds / _MINUTE_S)
    if minutes % _MINUTE_S:
        return tr.plural("{n} minute", "{n} minutes", minutes, n=tr.number(minutes))
    hours = minutes // _MINUTE_S
    return tr.plural("{n}\u00a0heure", "{n}\u00a0heures", hours, n=tr.number(hours))


def megabytes(bytes_n: float, tr: Language) -> str:
    """Write a size in millions of bytes."""
    return tr("{n} Mo", n=tr.number(bytes_n / MEGABYTE))


def file_size(bytes_n: float, tr: Language) -> str:
    """Write the size of a file as people read it.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> [file_size(n, language("fr")).replace(chr(0xA0), " ") for n in (812, 38_426, 1_250_000)]
    ['812 o', '38 ko', '1,3 Mo']
    """
    if bytes_n < _KILOBYTE:
        return tr("{n} o", n=tr.number(bytes_n))
    if bytes_n < MEGABYTE:
        return tr("{n} ko", n=tr.number(bytes_n / _KILOBYTE))
    decimals = 0 if bytes_n % MEGABYTE == 0 or bytes_n >= 10 * MEGABYTE else 1
    return tr("{n} Mo", n=tr.number(bytes_n / MEGABYTE, decimals=decimals))
