# Short names for what is done often. Everything works without make, too.
UV := .venv/bin/uv
# One lock for Python 3.11 and newer on every platform. Nothing in it names an index.
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links

.PHONY: run test lint format types released lock upgrade

run:
	python3 -m focushub run

test:
	python3 -m focushub test

lint:
	python3 -m focushub test --only lint

format:
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# The TypeScript types, from the OpenAPI document.
types:
	./manage.py export_types

# What clients of this version rely on, kept when it is released: later ones may not break it.
released:
	.venv/bin/python -m tests.contract.release

# The three hashed locks, from the three lists. Versions stay where the lists allow it.
lock:
	$(COMPILE) $(LOCK_FLAGS) requirements.in -o requirements.txt
	$(COMPILE) $(LOCK_FLAGS) requirements-servers.in -o requirements-servers.txt
	$(COMPILE) $(LOCK_FLAGS) requirements-dev.in -o requirements-dev.txt

# The same, with the newest versions that the lists allow.
upgrade:
	$(MAKE) lock LOCK_FLAGS=--upgrade
