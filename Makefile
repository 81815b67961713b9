# Everything from a fresh clone: Python 3.11 or later, make and a package index are enough.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test browsers office qgis coverage check format bench picture app-pictures cases screenshots portable lowest dist docs clean

# Two processes on two cores: threads of the libraries' own would wait for each other; one that has
# no test left takes over some of the other's, which ends the last minute sooner. And where
# the machine forbids bytecode, pytest rewrites each module of tests anew: 6 s of each process.
test coverage: export OPENBLAS_NUM_THREADS = 1
test coverage: export PYTHONDONTWRITEBYTECODE =

demo: $(READY)  ## the main job on bundled data, offline; says how to open the application
	$(BIN)/geo-ent demo --out maps/demo

test: $(READY)  ## sets up everything, browser included, and passes the tests
	.ci/chromium
	$(BIN)/python -m pytest -n 2 --dist worksteal

browsers: $(READY)  ## the page in Firefox and WebKitGTK too; installs them, or says what to install
	.ci/browsers
	$(BIN)/python -m pytest -m browsers tests/browsers

office: $(READY)  ## the workbook in LibreOffice, read and printed; installs it, or says what to install
	.ci/office
	$(BIN)/python -m pytest -m office tests/office

qgis: $(READY)  ## the GeoPackage in QGIS, drawn beside the page; installs it, or says what to install
	.ci/qgis
	.ci/chromium
	$(BIN)/python -m pytest -m qgis tests/qgis

coverage: $(READY)  ## the tests again, and which lines and branches they don't reach
	.ci/chromium
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term-missing:skip-covered

check: $(READY)  ## style, types, one-way imports, sentences, docstrings, the figures of the house
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py --check
	$(BIN)/python tools/house.py
	$(BIN)/python tools/docstrings.py
	$(BIN)/python tools/short_script.py --check
	$(BIN)/deno lint
	$(BIN)/deno check --no-remote geo_ent/maps/assets/main.js geo_ent/programmes/assets/programmes_main.js geo_ent/publish/assets/*.js tests/js

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(READY)  ## the figures, against the naive way in the same run
	$(BIN)/python bench/run.py
	.ci/chromium
	$(BIN)/python bench/page.py

picture: $(READY)  ## the README's picture of the page
	.ci/chromium
	$(BIN)/geo-ent demo --out maps/demo
	$(BIN)/python tools/readme_picture.py maps/demo/index.html docs/demo.png

app-pictures: $(READY)  ## the guide's pictures of the application, on simulated schools
	.ci/chromium
	$(BIN)/python tools/app_pictures.py

cases: $(READY)  ## the gallery of docs/cases: texts, figures and pictures
	$(BIN)/python tools/gallery.py

screenshots: $(READY)  ## the page at each width, in a frame and on paper, out of git
	.ci/chromium
	$(BIN)/geo-ent demo --out maps/demo
	$(BIN)/python bench/screenshots.py maps/demo/index.html maps/screenshots

# An environment of its own: what developers install beside the package mustn't get into the folder.
portable: $(READY)  ## the folder that opens by a double click, without Python, in dist/, tried
	test -x build/portable/env/bin/python || $(PYTHON) -m venv build/portable/env
	build/portable/env/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	build/portable/env/bin/python -m pip install --quiet --upgrade . --group portable
	build/portable/env/bin/python tools/portable/make_portable.py
	$(BIN)/python -m pytest -m portable tests/portable

# An environment of its own, with the lowest version of each dependency that pyproject.toml allows;
# what tests need beside them comes as it is today, and changes none of them.
lowest: $(READY)  ## the demo, readers, help, GIS files, one call: on the lowest versions allowed
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/lowest
	$(BIN)/uv pip install --quiet --resolution lowest-direct --python build/lowest .
	$(BIN)/uv pip install --quiet --python build/lowest pytest hypothesis openpyxl
	build/lowest/bin/geo-ent demo --out build/lowest/demo
	build/lowest/bin/geo-ent doctor
	build/lowest/bin/python -m pytest tests/tables tests/schools tests/publish/gis \
		tests/cli/test_version.py tests/cli/test_french_frames.py geo_ent/pipeline/notebook

dist: $(READY)  ## the sdist, and the wheel made of it, in dist/ (docs/releasing.md)
	$(BIN)/python -m build

# SITE_URL: where it will be, if it is known; the site opens from any folder all the same.
docs: $(READY)  ## the documentation site, in build/docs/site, its links checked, tried in Chromium
	.ci/chromium
	$(BIN)/python tools/documentation.py --url "$(SITE_URL)"
	$(BIN)/python -m pytest -m site tests/site

# uv takes a third of pip's time, on all cores; pip does it where uv is refused, by an index or
# certificates that only pip's own settings tell of.
$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "geo-ent needs Python 3.11 or later"'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1" uv
	UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-https://pypi.org/simple}}" $(BIN)/uv pip install \
		--quiet --compile-bytecode --python $(BIN)/python --editable . --group dev \
		|| $(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

clean:
	rm -rf .venv maps/demo maps/screenshots
