# Everything a working day needs. `make` alone lists it.

BINARY := .build/release/scrip
FORMATTED := Package.swift Plugins Sources Tests Examples
VENV_PYTHON := .venv/bin/python
# SwiftPM writes the flags of a package's traits in the order of a hashed set: without this, every plan may
# compile Hummingbird anew.
SWIFT_BUILD := env SWIFT_DETERMINISTIC_HASHING=1 swift build

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run build test test-swift test-end-to-end bench race model crash gallery format lint clean \
	prepare-build prepare-test prepare-toolchain

help: ## Lists what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

# The server takes the place of the shell (exec), so that Ctrl-C and SIGTERM reach it directly.
run: build ## Builds and starts the server; PORT=9000 and DATA=folder change where
	@exec $(BINARY) serve --demo --data-directory "$${DATA:-data}" $${PORT:+--port "$$PORT"}

build: prepare-build ## Builds the release binary, .build/release/scrip
	@test -x $(BINARY) || echo 'Building Scrip (the first time takes some minutes)…'
	@$(SWIFT_BUILD) -c release --product scrip

test: prepare-test lint test-swift test-end-to-end ## Runs every test

test-swift: prepare-test ## Runs the unit and house tests
	@Scripts/timed 'Swift tests' swift test

# On the optimised build: what people run is what is tried.
test-end-to-end: prepare-test ## Runs the tests that drive the binary from outside
	@Scripts/timed 'Release build' $(SWIFT_BUILD) -c release --product scrip
	@Scripts/timed 'Examples build' Scripts/build-examples TheRace ChargingServer
	@SCRIP_BINARY=$(BINARY) Scripts/timed 'End-to-end tests' $(VENV_PYTHON) -m pytest Tests/EndToEnd

bench: prepare-build ## Runs every benchmark, one line a figure: name value unit
	@test -d Benchmarks || { echo 'make bench: there is no Benchmarks folder here.' >&2; exit 1; }
	@cd Benchmarks && swift run -c release

race: prepare-build ## Plays check-then-deduct against Scrip; SEED=8 plays other clicks, failures and kills
	@Scripts/build-examples TheRace >&2
	@.build/release/TheRace $${SEED:+--seed "$$SEED"}

model: prepare-build ## Compares the ledger with its model under 5,000,000 random commands
	@LEDGER_MODEL_OPERATIONS=5000000 swift test -c release -Xswiftc -enable-testing --filter ModelTests

# Minutes of work, of which `make test` tries an even sample.
crash: build prepare-test ## Kills the server at every sync point, and cuts the power at every write
	@SCRIP_BINARY=$(BINARY) SYNC_POINTS=all POWER_LOSSES=all $(VENV_PYTHON) -m pytest \
		Tests/EndToEnd/test_sync_points.py Tests/EndToEnd/test_power_loss.py Tests/EndToEnd/test_disk_faults.py

gallery: build ## Draws sheets of the built-in art into gallery/
	@$(BINARY) gallery --output gallery
	@echo 'The sheets lie in gallery/.'

format: prepare-toolchain ## Formats the Swift sources in place
	@swift format --in-place --recursive $(FORMATTED)

lint: prepare-toolchain ## Checks the format of the Swift sources
	@Scripts/timed 'Lint' swift format lint --strict --recursive $(FORMATTED)

clean: ## Removes what was built; leaves data alone
	@swift package clean
	@rm -rf .venv gallery

prepare-build:
	@Scripts/prepare build

prepare-test:
	@Scripts/timed 'Preparation' Scripts/prepare test

prepare-toolchain:
	@Scripts/prepare toolchain
