"""A portal on this machine: it answers as data.education.gouv.fr does, and fails as servers do.

A real HTTP server (HTTPS with `authority`), in threads of the test's own process. Each test says
which faults it plays, one a call; what was asked is kept in `calls`.
"""

import csv
import gzip
import io
import json
import socket
import ssl
import sys
import threading
import zlib
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from urllib.parse import parse_qs, urlsplit

from odsql import Refused, Where, ordered, selected

import geo_ent

EXPLORE = "/api/explore/v2.1/catalog/datasets/"
CSV, JSON = "text/csv; charset=utf-8", "application/json; charset=utf-8"
LIMIT, WINDOW = 100, 10_000  # of /records


@dataclass(frozen=True)
class Call:
    """A request that came in."""

    path: str
    params: dict
    headers: dict


@dataclass
class Answer:
    """What the portal is about to send; a fault may change it, or send it badly."""

    status: int = 200
    body: bytes = b""
    kind: str = JSON
    headers: dict = field(default_factory=dict)
    streamed: bool = False  # in chunks, its length untold, as the exports are


def refused(code, message, status=400):
    """Answer an error as the API does."""
    body = json.dumps({"error_code": code, "message": message}).encode()
    return Answer(status, body)


class Handler(BaseHTTPRequestHandler):
    """Answers a call, or plays the next fault on it."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Keep the tests' output clean."""

    def date_time_string(self, timestamp=None):
        """Say the portal's hour, which a test may set wrong."""
        return self.server.portal.hour or formatdate(timestamp, usegmt=True)

    def do_GET(self):
        portal = self.server.portal
        split = urlsplit(self.path)
        asked = {name: values[-1] for name, values in parse_qs(split.query, True).items()}  # noqa: FBT003
        headers = {name.lower(): value for name, value in self.headers.items()}
        fault = portal.next_fault
        if portal.faults:
            portal.faults.popleft()
        portal.calls.append(Call(split.path, asked, headers))
        answer = portal.answer(portal.calls[-1])
        if fault is None:
            self.send(answer)
        else:
            fault(self, answer)

    def send(self, answer, *, cut=None, length=True):
        """Send an answer; `cut` bytes of it only, then close, its length told or not."""
        body = answer.body if cut is None else answer.body[:cut]
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        chunked = answer.streamed and length and answer.status == 200
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif length:
            self.send_header("Content-Length", str(len(answer.body)))
        else:
            self.send_header("Connection", "close")
        self.close_connection = cut is not None or not length
        self.end_headers()
        if chunked:
            for at in range(0, len(body), 1 << 16):
                piece = body[at : at + (1 << 16)]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            if cut is None:
                self.wfile.write(b"0\r\n\r\n")
        else:
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Threads that end with the test; a client that hangs up is no fault of the server's."""

    daemon_threads = True
    request_queue_size = 128  # as many as come at once

    def server_bind(self):
        """Take the address without asking the network for the name of it, which may take long."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, *_):
        """Keep what is a fault of the server itself."""
        fault = sys.exception()
        if not isinstance(fault, (OSError, ValueError)):
            self.portal.faults_of_its_own.append(fault)


class Portal:
    """The portal: its datasets (`tables`), its files (path -> bytes) and the faults to play.

    Parameters
    ----------
    tables
        Dataset id of the portal (`fr-en-…`) -> `portal_tables.Table`.
    authority
        A `trustme.CA`: the portal then speaks HTTPS under the names `names`.
    """

    running = {}  # port -> portal  # noqa: RUF012 shared by all on purpose

    def __init__(self, tables=(), *, files=(), host="127.0.0.1", authority=None, names=()):
        self.tables, self.files = dict(tables), dict(files)
        self.calls, self.faults, self.always = [], deque(), None
        self.faults_of_its_own, self.hour, self.etags, self.packs = [], "", True, False
        self.stopped = threading.Event()
        self.server = Server((host, 0), Handler)
        self.server.portal = self
        self.scheme = "http"
        if authority is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(host, *names).configure_cert(context)
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
            self.scheme = "https"
        self.host, self.port = host, self.server.server_address[1]
        self.url = f"{self.scheme}://{host}:{self.port}"

    def __enter__(self):
        """Start to answer."""
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        self.running[self.port] = self
        return self

    def __exit__(self, *_):
        """Stop; a fault of the server itself fails the test."""
        self.stopped.set()
        del self.running[self.port]
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        assert not self.faults_of_its_own, self.faults_of_its_own

    def play(self, *faults, always=None):
        """Say how the next calls fail, one each; `always`: all calls after them."""
        self.faults.extend(faults)
        self.always = always

    @property
    def next_fault(self):
        """Say how the next call fails; None where it doesn't."""
        return self.faults[0] if self.faults else self.always

    def answer(self, call):
        """Give the right answer to a call."""
        if call.path in self.files:
            answer = Answer(body=self.files[call.path], kind="application/octet-stream")
        elif call.path.startswith(EXPLORE):
            answer = self.explore(call)
        else:
            return Answer(404, b"<!DOCTYPE html><html><body>404</body></html>", "text/html")
        if answer.status == 200 and self.etags and "/records" not in call.path:
            tag = f'"{zlib.crc32(answer.body):08x}"'
            answer.headers["ETag"] = tag
            if call.headers.get("if-none-match") == tag:
                return Answer(304, b"", answer.kind, {"ETag": tag})
        if self.packs and "gzip" in call.headers.get("accept-encoding", ""):
            answer.body = gzip.compress(answer.body)
            answer.headers["Content-Encoding"] = "gzip"
        return answer

    def explore(self, call):
        """Answer as Explore API 2.1."""
        dataset, _, rest = call.path.removeprefix(EXPLORE).partition("/")
        table = self.tables.get(dataset)
        if table is None:
            told = f"The requested dataset {dataset} does not exist."
            return refused("DatasetNotFoundError", told, 404)
        try:
            rows = self.rows(table, call.params)
            table, rows, select = renamed(table, rows, call.params.get("select", ""))
            names = selected(select, table.kinds)
        except Refused as fault:
            return refused("ODSQLError", str(fault))
        if rest == "":
            return metadata(dataset, table)
        if rest == "records":
            return records(rows, names, call.params)
        return export(table, rows, names, rest.removeprefix("exports/"), call.params)

    def rows(self, table, params):
        """Give the rows that are asked for, in the order asked for."""
        rows = table.rows
        if params.get("where"):
            asked = Where(params["where"], table.kinds)
            rows = [row for row in rows if asked(row)]
        for name, down in reversed(ordered(params.get("order_by", ""), table.kinds)):
            rows = sorted(rows, key=lambda row: str(row[name] or ""), reverse=down)
        return rows


def renamed(table, rows, select):
    """Give the columns that a `select` names anew (`rep0 as rep_plus`) under both names."""
    pairs = [part.strip().split(" as ") for part in select.split(",") if " as " in part]
    known = {each.name: each for each in table.fields}
    fields = [replace(known[old], name=new) for old, new in pairs]
    rows = [row | {new: row[old] for old, new in pairs} for row in rows]
    select = ",".join(part.strip().split(" as ")[-1] for part in select.split(","))
    return replace(table, fields=(*table.fields, *fields)), rows, select


def metadata(dataset, table):
    """Describe a dataset: its fields, its number of rows."""
    fields = [{"name": each.name, "label": each.label, "type": each.kind} for each in table.fields]
    told = {"dataset_id": dataset, "fields": fields,
            "metas": {"default": {"records_count": len(table.rows)}}}  # fmt: skip
    return Answer(body=json.dumps(told).encode())


def typed(row, names):
    """Give a row as JSON has it: a point is an object."""
    told = {name: row[name] for name in names}
    if told.get("position"):
        lat, lon = map(float, told["position"].split(","))
        told["position"] = {"lon": lon, "lat": lat}
    return told


def records(rows, names, params):
    """Answer /records: at most 100 rows, within the first 10,000."""
    limit, offset = int(params.get("limit", 10)), int(params.get("offset", 0))
    if not -1 <= limit <= LIMIT:
        told = f"Invalid value for limit API parameter: {limit} was found but -1 <= limit <= 100 "
        return refused("InvalidRESTParameterError", told + "is expected.")
    limit = LIMIT if limit == -1 else limit
    if offset + limit > WINDOW:
        told = f"Invalid value for offset API parameter: {offset} was found but offset + limit "
        return refused("InvalidRESTParameterError", told + f"<= {WINDOW} is expected.")
    part = rows[offset : offset + limit]
    told = {"total_count": len(rows), "results": [typed(row, names) for row in part]}
    return Answer(body=json.dumps(told, ensure_ascii=False).encode())


def export(table, rows, names, form, params):
    """Answer /exports/…: everything, streamed."""
    offset, limit = int(params.get("offset", 0)), int(params.get("limit", -1))
    if offset and offset + max(limit, 0) > WINDOW:
        told = "Streaming interrupted due to the following error: offset + limit > 10000"
        return Answer(body=told.encode(), kind=CSV, streamed=True)
    rows = rows[offset:] if limit < 0 else rows[offset : offset + limit]
    makers = {"csv": csv_bytes, "parquet": parquet_bytes, "json": json_bytes}
    if form not in makers:
        return refused("InvalidRESTParameterError", f"Unknown export format: {form}.")
    body, kind = makers[form](table, rows, names, params)
    return Answer(body=body, kind=kind, streamed=True)


def csv_bytes(table, rows, names, params):
    """Write rows as the portal's CSV: semicolons, a BOM, field ids or labels as titles."""
    labels = {each.name: each.label for each in table.fields}
    use_labels = params.get("use_labels", "false") == "true"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=params.get("delimiter", ";"), lineterminator="\r\n")
    writer.writerow([labels[name] if use_labels else name for name in names])
    writer.writerows([["" if row[name] is None else row[name] for name in names] for row in rows])
    bom = params.get("with_bom", "true") == "true"
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8"), CSV


def json_bytes(_table, rows, names, _params):
    """Write rows as the portal's JSON."""
    return json.dumps([typed(row, names) for row in rows], ensure_ascii=False).encode(), JSON


def parquet_bytes(table, rows, names, _params):
    """Write rows as the portal's Parquet, typed."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"int": pa.int64(), "double": pa.float64()}
    columns = {
        name: pa.array([row[name] for row in rows], kinds.get(table.kinds[name], pa.string()))
        for name in names
    }
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue(), "application/vnd.apache.parquet"


@contextmanager
def nobody():
    """Give the host and port of a place where nobody listens, nor can while the test lasts."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else takes it
        yield f"127.0.0.1:{taken.getsockname()[1]}"


MINISTRY = "https://data.education.gouv.fr/api/"
BUNDLED = Path(geo_ent.__file__).parent / "sources" / "datasets.toml"


def write_catalogue(path, *changes, url):
    """Write the bundled catalogue with the ministry's datasets asked of `url`, and these changes.

    A change is a pair: the words of the catalogue, and those that take their place.
    """
    text = BUNDLED.read_text(encoding="utf-8")
    for old, new in ((MINISTRY, f"{url}/api/"), *changes):
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(f"loopback = true\n{text}", encoding="utf-8")
    return path
