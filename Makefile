# `make run` and `make test` are all that a fresh machine with Swift needs; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Plain `swift build` accepts imports that Package.swift does not declare; this makes them errors.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
# What is started and installed. A build that names nothing makes the tools of all packages too.
PRODUCTS := carillon carillon-supervisor
# What `make run` starts.
RUN_ARGS := serve --schedules schedules/demo
# How many tests run at a time: tests of connections and processes count on not being starved.
TEST_WIDTH := 4
# What triggers of the tests name in the environment, from its beginning: Tests/TriggersTests/TestEnvironment.swift says why.
TEST_ENVIRONMENT := CARILLON_TEST_SECRET='canary-4f1d' CARILLON_TEST_CANARY='canary+7f3a/9c?e1' \
  CARILLON_TEST_PASSWORD='canary-7f3a9ce1' CARILLON_TEST_HOOK='T0/B0/s3cret'
# More arguments for the test runner: make test TEST_ARGS='--filter CronTests'
TEST_ARGS :=

# Steps by name: make test-systemd SYSTEMD_ARGS='--only upgrade'
SYSTEMD_ARGS :=
# For `make install`.
export DESTDIR PREFIX SYSCONFDIR UNITDIR

# How the cron benchmark is run: make bench-cron BENCH_ARGS='--rounds 9'
BENCH_ARGS :=
# How often the crash matrix kills the daemon at each point.
CRASH_REPEATS := 20
# How many: make seeds SEEDS=1000000
SEEDS := 10000
# make zones ZONES_ARGS='--slice 1/10'; make fuzz FUZZ_ARGS='--seed 7 --count 100000'
ZONES_ARGS :=
FUZZ_ARGS :=

.PHONY: deb install tarball test-systemd bench-package
.PHONY: run test test-zenml58 zenml-demo bench bench-cron bench-store bench-engine bench-api zones fuzz seeds mutants crash-matrix build lint clean help man zenml

# A debug build: it is ready soonest, and `make test` builds on it. `make build` makes the fast one.
run: ## set up, build, and ring the example schedules (Ctrl-C ends it)
	@.ci/setup build
	@echo "== building (the first time takes some minutes)"
	@for product in $(PRODUCTS); do swift build $(SWIFT_FLAGS) --product $$product; done
	@exec "$$(swift build $(SWIFT_FLAGS) --show-bin-path)/carillon" $(RUN_ARGS)

test: ## set up, with a real ZenML server in .venv, and run all tests
	@.ci/setup test
	@echo "== building (the first time takes some minutes)"
	@swift build --build-tests $(SWIFT_FLAGS)
	@if [ -z "$(TEST_ARGS)" ]; then Tests/Simulation/mutants --check && $(MAKE) --no-print-directory seeds; fi
	@$(TEST_ENVIRONMENT) CARILLON_CRASH_REPEATS=$(CRASH_REPEATS) SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(TEST_WIDTH) \
	  swift test --skip-build --disable-xctest $(SWIFT_FLAGS) --skip BuildKindTests $(TEST_ARGS) 2>&1 | tee .build/test.log \
	  || { echo "== what failed, of .build/test.log:"; grep -aE -A 4 '^✘ Test .* recorded an issue' .build/test.log | cut -c 1-600 | tail -n 60; exit 1; }

test-zenml58: ## runs of builds, on a real server of ZenML 0.58.2 in .venv58, the last that has them
	@.ci/setup test
	@.ci/setup zenml58
	@swift build --build-tests $(SWIFT_FLAGS)
	@swift test --skip-build --disable-xctest $(SWIFT_FLAGS) --filter BuildKindTests

zenml-demo: ## a real ZenML server, a schedule on it, and the run that Carillon starts
	@.ci/setup test
	@echo "== building (the first time takes some minutes)"
	@for product in $(PRODUCTS); do swift build $(SWIFT_FLAGS) --product $$product; done
	@exec .venv/bin/python Tests/Fixtures/zenml/zenml_demo.py \
	  --carillon "$$(swift build $(SWIFT_FLAGS) --show-bin-path)/carillon"

bench-cron: ## measure the cron library beside croniter, cronsim and robfig/cron
	@Benchmarks/bench-cron $(BENCH_ARGS)

# One that misses its goal keeps none of the others from being measured. Each part has BENCH_ARGS of its own, so here they are left out.
bench: ## everything that is measured, one after the other; for the last, bench-package, the package is built
	@missed=; for part in cron store engine api package; do \
	  echo "== bench-$$part"; $(MAKE) --no-print-directory bench-$$part BENCH_ARGS= || missed+=" bench-$$part"; done; \
	if [[ -n $$missed ]]; then echo "== not reached, or not measured:$$missed"; exit 1; fi

bench-engine: ## measure the daemon beside its goals and beside a program in Go
	@Benchmarks/bench-engine $(BENCH_ARGS)

bench-api: ## whether 200 questions a second to the control API make fires late
	@Benchmarks/bench-api $(BENCH_ARGS)

bench-store: ## measure claims a second and the start with 100 000 schedules; BENCH_ARGS='retention 30': the file over 30 years
	@.ci/setup build
	@swift build --configuration release $(SWIFT_FLAGS) --product store-bench
	@"$$(swift build --configuration release $(SWIFT_FLAGS) --show-bin-path)/store-bench" $(BENCH_ARGS)

zones: ## every time zone of this machine against a scan of every minute
	@.ci/setup build
	@swift build --configuration release $(SWIFT_FLAGS) --product cron-check
	@exec "$$(swift build --configuration release $(SWIFT_FLAGS) --show-bin-path)/cron-check" zones $(ZONES_ARGS)

fuzz: ## a million damaged expressions and a million damaged zone files
	@.ci/setup build
	@swift build --configuration release $(SWIFT_FLAGS) --product cron-check
	@exec "$$(swift build --configuration release $(SWIFT_FLAGS) --show-bin-path)/cron-check" fuzz $(FUZZ_ARGS)

seeds: ## lives of the scheduler with faults and crashes, from seeds
	@swift build --configuration release $(SWIFT_FLAGS) --product carillon-simulator
	@"$$(swift build --configuration release $(SWIFT_FLAGS) --show-bin-path)/carillon-simulator" run --seeds $(SEEDS)

mutants: ## faults planted in the core, one by one: the simulator finds each
	@Tests/Simulation/mutants --seeds $(SEEDS)

crash-matrix: ## kill the daemon at each labelled point, two hundred times, and count its runs
	@$(MAKE) --no-print-directory test CRASH_REPEATS=200 TEST_ARGS='--filter CrashMatrix'

build: ## an optimised build, for installing
	@.ci/setup build
	@for product in $(PRODUCTS); do swift build --configuration release $(SWIFT_FLAGS) --product $$product; done
	@echo "== built: $$(swift build --configuration release $(SWIFT_FLAGS) --show-bin-path)"

man: ## the manual's pages, in .build/man
	@.ci/setup build
	@swift build $(SWIFT_FLAGS) --product carillon
	@swift build $(SWIFT_FLAGS) --product carillon-manual
	@bin="$$(swift build $(SWIFT_FLAGS) --show-bin-path)"; "$$bin/carillon" --experimental-dump-help | "$$bin/carillon-manual" .build/man \
	  "$$("$$bin/carillon" version | cut -d ' ' -f 2)" "$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || date +%s)}" \
	  schedules/carillon.example.yaml
	@echo "== the manual is in .build/man: man -l .build/man/carillon.1"

deb: man ## the Debian package, in .build/package
	@.ci/package deb

install: ## programs, units, completions, manual and documents, into $DESTDIR$PREFIX (/usr/local)
	@.ci/package is-built || $(MAKE) --no-print-directory man
	@.ci/package install

tarball: man ## the same as an archive to be unpacked anywhere, in .build/package
	@.ci/package tarball

test-systemd: deb ## lintian, and the package on a Debian of its own, booted with systemd-nspawn (needs root)
	@.ci/test-systemd .build/package/carillon_$$(.ci/package version)-1_*.deb $(SYSTEMD_ARGS)

bench-package: deb ## sizes, memory and times of what the package installs
	@Benchmarks/bench-package

zenml: ## only install the ZenML server for tests into .venv
	@.ci/setup test

lint: ## check the formatting
	swift format lint --strict --parallel --recursive Package.swift Sources Tests \
	  Benchmarks/Package.swift Benchmarks/Sources Benchmarks/engine-bench Benchmarks/store-bench

clean: ## delete what was built and what .ci/setup put into .venv, .venv-api, .venv-mail and .venv58; the demo's ledger in .carillon/ stays
	rm -rf .build .build-static .venv .venv-api .venv-mail .venv58 Benchmarks/.build

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
