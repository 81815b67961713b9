"""How this machine reaches the portals: its proxies and authorities, as requests takes them.

Nothing is asked of the network here.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from geo_ent.text.discreet import masked

_PROXY_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
_BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_SCHEMES = ("http", "https")


@dataclass(frozen=True)
class Proxies:
    """What stands between this machine and the portals.

    Attributes
    ----------
    variables
        Those of the environment that are set, without a password.
    of
        Host -> its proxy, without a password; "" where it is asked directly.
    wrong
        The hosts whose proxy isn't an address that can be used.
    """

    variables: Mapping[str, str]
    of: Mapping[str, str]
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Authorities:
    """The certificates of authorities that connections are held to.

    Attributes
    ----------
    said_by
        The option or the variable that names them; "" for those that come with requests.
    file
        Where they are.
    authorities_n
        How many there are; None where they can't be read.
    """

    said_by: str
    file: Path
    authorities_n: int | None


def read_proxies(hosts: Iterable[str]) -> Proxies:
    """Tell which proxy each host is asked through."""
    import requests

    session, found, wrong = requests.Session(), {}, []
    for host in hosts:
        url = f"https://{host}/"
        known = session.merge_environment_settings(url, {}, False, None, None)["proxies"]  # noqa: FBT003 as it is declared
        proxy = requests.utils.select_proxy(url, known) or ""
        found[host] = masked(proxy)
        if proxy and not _usable(proxy):
            wrong.append(host)
    named = {
        name: masked(value)
        for name in _PROXY_VARIABLES
        if (value := os.environ.get(name) or os.environ.get(name.lower()))
    }
    return Proxies(named, found, tuple(wrong))


def _usable(proxy: str) -> bool:
    # requests takes an address without a scheme for one of http.
    whole = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parts = urlsplit(whole)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port is not None
    except ValueError:  # a port that isn't one
        return False


def read_authorities(ca_bundle: Path | None) -> Authorities:
    """Tell which authorities connections are held to, and how many there are."""
    import requests

    named = next((name for name in _BUNDLE_VARIABLES if os.environ.get(name)), "")
    if ca_bundle is not None:
        named, file = "--ca-bundle", ca_bundle
    elif named:
        file = Path(os.environ[named])
    else:
        file = Path(requests.utils.DEFAULT_CA_BUNDLE_PATH)
    return Authorities(named, file, _count(file))


def _count(file: Path) -> int | None:
    """Count the authorities of a file or of a folder; None where there are none to read."""
    import ssl

    if file.is_dir():  # a folder is read when a connection is made, by names that are hashes
        return sum(1 for _ in file.iterdir()) or None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(file)
    except (OSError, ssl.SSLError):
        return None
    return len(context.get_ca_certs()) or None
