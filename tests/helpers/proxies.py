"""nginx, Apache and Caddy as the docs set them up, on a free port of this machine."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import requests
import trustme
from app_server import free_port, until
from scripts import ROOT

NAME = "cartes.exemple.fr"
PAGE = ROOT / "docs" / "serveur.md"
SITE_PAGE = ROOT / "docs" / "publier.md"
SITE_NAME = "atlas.exemple.fr"
_MODULES = Path("/usr/lib/apache2/modules")

_NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/errors.txt;
events {{ }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  scgi_temp_path {folder}/scgi;
  uwsgi_temp_path {folder}/uwsgi;
  include {folder}/site;
}}
"""
_APACHE = """
ServerRoot {folder}
DefaultRuntimeDir {folder}
PidFile {folder}/apache.pid
Listen {port}
ServerName localhost
ErrorLog {folder}/errors.txt
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule socache_shmcb_module {modules}/mod_socache_shmcb.so
LoadModule ssl_module {modules}/mod_ssl.so
LoadModule proxy_module {modules}/mod_proxy.so
LoadModule proxy_http_module {modules}/mod_proxy_http.so
LoadModule reqtimeout_module {modules}/mod_reqtimeout.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule filter_module {modules}/mod_filter.so
LoadModule deflate_module {modules}/mod_deflate.so
LoadModule brotli_module {modules}/mod_brotli.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule alias_module {modules}/mod_alias.so
TypesConfig /etc/mime.types
Include {folder}/site
"""
_CADDY = """
{{
	admin off
	auto_https off
	storage file_system {folder}
}}
import {folder}/site
"""
MAINS = {"nginx": _NGINX, "apache": _APACHE, "caddy": _CADDY}
COMMANDS = {
    "nginx": ["nginx", "-c", "{folder}/main"],
    "apache": ["apache2", "-X", "-f", "{folder}/main"],
    "caddy": ["caddy", "run", "--adapter", "caddyfile", "--config", "{folder}/main"],
}


def example(language, page=PAGE):
    """Give a page's first example in a language."""
    text = page.read_text(encoding="utf-8")
    return re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)[1]


def _adapted(text, folder, port, upstream, prefix):
    """Put this machine's ports and folders in an example, and a prefix as the page tells to."""
    for file in ("/etc/ssl/certs/cartes.exemple.fr.pem", "/etc/ssl/private/cartes.exemple.fr.key"):
        assert file in text or "reverse_proxy" in text
        text = text.replace(file, str(folder / Path(file).name))
    text = re.sub(r"/var/log/(nginx|apache2)/", f"{folder}/", text)
    text = text.replace("127.0.0.1:8765", f"127.0.0.1:{upstream}")
    text = text.replace("listen 443", f"listen 127.0.0.1:{port}").replace("*:443", f"*:{port}")
    text = text.replace("location / ", f"location {prefix}/ ")
    text = text.replace("ProxyPass / ", f"ProxyPass {prefix}/ ")
    text = text.replace(f":{upstream}/ flush", f":{upstream}{prefix}/ flush")
    tls = f"\ttls {folder}/{NAME}.pem {folder}/{NAME}.key\n"
    return re.sub(rf"^{NAME} {{\n", f"https://{NAME}:{port} {{\n{tls}", text, flags=re.MULTILINE)


@contextlib.contextmanager
def proxy(kind, server, prefix=""):
    """Run a proxy before an application; give its address on this machine, and its folder.

    What it is told is the page's example, with the ports and folders of this machine.
    """
    with _place(NAME) as (folder, port):
        site = _adapted(example(kind), folder, port, server.port, prefix)
        with _running(kind, folder, port, site):
            yield f"https://127.0.0.1:{port}{prefix}", folder


@contextlib.contextmanager
def site(kind, atlas):
    """Serve a folder as docs/publier.md tells to; give its address and the authority to trust."""
    with _place(SITE_NAME) as (folder, port):
        text = example(kind, SITE_PAGE).replace("/srv/atlas", str(atlas))
        for place in ("/etc/ssl/certs/", "/etc/ssl/private/"):
            text = text.replace(f"{place}{SITE_NAME}", f"{folder}/{SITE_NAME}")
        text = text.replace("listen 443", f"listen 127.0.0.1:{port}").replace("*:443", f"*:{port}")
        with _running(kind, folder, port, text):
            yield f"https://127.0.0.1:{port}/", str(folder / "authority.pem")


@contextlib.contextmanager
def _place(name):
    """Give a folder with a certificate of a name, and a free port."""
    with tempfile.TemporaryDirectory() as place:
        folder, port = Path(place), free_port()
        folder.chmod(0o755)  # nginx's processes aren't root's
        authority = trustme.CA()
        certificate = authority.issue_cert(name, "127.0.0.1")
        authority.cert_pem.write_to_path(folder / "authority.pem")
        for blob in certificate.cert_chain_pems:
            blob.write_to_path(folder / f"{name}.pem", append=True)
        certificate.private_key_pem.write_to_path(folder / f"{name}.key")
        yield folder, port


@contextlib.contextmanager
def _running(kind, folder, port, site_text):
    """Run a server on a site."""
    (folder / "site").write_text(site_text, encoding="utf-8")
    main = MAINS[kind].format(folder=folder, port=port, modules=_MODULES)
    (folder / "main").write_text(main, encoding="utf-8")
    command = [word.format(folder=folder) for word in COMMANDS[kind]]
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            command, stdout=said, stderr=said, env=os.environ | {"HOME": str(folder)}
        )
    try:
        until(lambda: _answers(process, folder, port))
        yield
    finally:
        process.terminate()
        process.wait(30)


def _answers(process, folder, port):
    said = (folder / "said.txt").read_text(encoding="utf-8")
    assert process.poll() is None, said
    with contextlib.suppress(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/", timeout=30)
        return True
    return False


def is_installed(kind):
    """Say whether a proxy can be run here."""
    return bool(shutil.which(COMMANDS[kind][0], path=f"{os.environ['PATH']}:/usr/sbin"))


def behind(visitor, address, folder):
    """Let a visitor come by a proxy."""
    visitor.base = address
    visitor.session.verify = str(folder / "authority.pem")
    return visitor
