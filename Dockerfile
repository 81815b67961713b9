# geo-ent app for visitors of a server, behind a proxy: docs/serveur.md. Built from the checkout:
#     docker build --tag geo-ent .
# An ordinary user, a root that can be read-only, and one folder that is written to: /srv/geo-ent.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS wheel
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY data data
COPY geo_ent geo_ent
COPY tools/version.py tools/version.py
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .

FROM python:${PYTHON}-slim
# The wheel is borrowed from the stage before, not copied: a layer would keep its bytes twice.
RUN --mount=type=bind,from=wheel,source=/wheel,target=/wheel \
    pip install --no-cache-dir "$(echo /wheel/*.whl)[sheets]"
# By number, so that who runs it can tell that it isn't root.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin geo-ent \
    && install --directory --owner=10001 --group=10001 --mode=700 /srv/geo-ent
USER 10001:10001

# Works, official data, and what Python puts aside while files come in: all in the one folder.
ENV GEO_ENT_CACHE=/srv/geo-ent/cache \
    TMPDIR=/srv/geo-ent \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/geo-ent
VOLUME /srv/geo-ent
EXPOSE 8765

# Without curl, which isn't in the image; whatever proxy the environment names.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD \
    ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8765, timeout=4); c.request('GET', '/health'); raise SystemExit(c.getresponse().status != 200)"]

# What follows is the server's own: --behind https://cartes.exemple.fr, --password-file, --workers.
ENTRYPOINT ["geo-ent", "app", "--host", "0.0.0.0", "--folder", "/srv/geo-ent"]
