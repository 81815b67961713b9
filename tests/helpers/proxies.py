"""nginx, Apache and Caddy as docs/serveur.md sets them up, on a free port of this machine."""

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


def example(language):
    """Give the page's first example in a language."""
    text = PAGE.read_text(encoding="utf-8")
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
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)  # nginx's processes aren't root's
        authority = trustme.CA()
        certificate = authority.issue_cert(NAME, "127.0.0.1")
        authority.cert_pem.write_to_path(folder / "authority.pem")
        for blob in certificate.cert_chain_pems:
            blob.write_to_path(folder / f"{NAME}.pem", append=True)
        certificate.private_key_pem.write_to_path(folder / f"{NAME}.key")
        site = _adapted(example(kind), folder, port, server.port, prefix)
        (folder / "site").write_text(site, encoding="utf-8")
        main = MAINS[kind].format(folder=folder, port=port, modules=_MODULES)
        (folder / "main").write_text(main, encoding="utf-8")
        command = [word.format(folder=folder) for word in COMMANDS[kind]]
        with (folder / "said.txt").open("wb") as said:
            process = subprocess.Popen(
                command, stdout=said, stderr=said, env=os.environ | {"HOME": str(folder)}
            )
        try:
            until(lambda: _answers(process, folder, port))
            yield f"https://127.0.0.1:{port}{prefix}", folder
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
