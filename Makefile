# make demo and make test do all the set-up they need; make help lists the rest.

# The length of a commit's name is fixed, since git otherwise takes it from how many objects a clone has.
VERSION := $(shell git describe --tags --always --abbrev=12 --dirty 2>/dev/null || echo development)
# The same commit and Go give the same bytes, wherever they are built: no paths and no time of the build are in them.
GOBUILD := CGO_ENABLED=0 go build -trimpath -ldflags "-X main.version=$(VERSION)"
RELEASE := build/release
BIN     := bin/nyckeltal
DEMO    := build/demo
# Words of the pages that are right: Swedish headings, the name of a command, of an author.
SPELLED := adress,verifikation,analyze,unknwon
TOOL    := go tool -modfile=.ci/tools/go.mod
INSTALL := DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends
TOOLS   := build/bench/node
RESULTS := build/bench/results.md
CORES    = $(shell seq -s, $$(nproc))

.PHONY: help build release reproducible licences setup demo test faults scale longrun lint vuln example bench benchtools testprograms microbench clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

build: ## build bin/nyckeltal
	$(GOBUILD) -o $(BIN) ./cmd/nyckeltal

# The embedded engine is pinned for amd64 only (load/engine/pins.go): on arm64 the program needs a server, or a libchdb of one's own.
release: ## build the programs for linux/amd64 and linux/arm64 (without engine) with licences and checksums, in build/release
	rm -rf $(RELEASE)
	mkdir -p $(RELEASE)
	GOOS=linux GOARCH=amd64 GOAMD64=v1 $(GOBUILD) -o $(RELEASE)/nyckeltal-linux-amd64 ./cmd/nyckeltal
	GOOS=linux GOARCH=arm64 GOARM64=v8.0 $(GOBUILD) -o $(RELEASE)/nyckeltal-linux-arm64 ./cmd/nyckeltal
	cp LICENSE $(RELEASE)/LICENSE
	cp docs/licences.txt $(RELEASE)/THIRD_PARTY_LICENSES
	cd $(RELEASE) && sha256sum LICENSE THIRD_PARTY_LICENSES nyckeltal-linux-* >SHA256SUMS

reproducible: ## build the program from two clones of the last commit, and compare
	.ci/reproducible

licences: ## write docs/licences.txt anew: the licences of everything that the program is linked with
	go run ./docs/licences

setup: build ## fetch the ClickHouse engine, once per machine
	@$(BIN) engine fetch >/dev/null

demo: setup ## load the sample organisation and print its report of November 2023
	@test ! -d $(DEMO) || $(BIN) --home $(DEMO) engine stop
	@rm -rf $(DEMO)
	$(BIN) demo $(DEMO)

test: setup ## run all tests
	go test -timeout 40m $(TESTFLAGS) $(or $(PACKAGES),./...)

faults: setup ## kill program and engine at every step of a run, and at 200 random moments: ten minutes
	go test -timeout 60m -tags faults -run TestFaults -v ./cmd/nyckeltal

scale: setup ## fill warehouses with ten years and 1 and 10 million postings, and measure them: ten minutes; SCALE=-rows=100000000 for more
	go run ./load/scale $(SCALE)

longrun: setup ## play a month of nights with 200 jobs on the embedded engine, and compare all figures after each: an hour
	go run ./schedules/longrun $(LONGRUN)

lint: ## run the linters
	$(TOOL) golangci-lint run
	git ls-files '*.md' | xargs $(TOOL) misspell -error -locale UK -i $(SPELLED)

vuln: ## look for known vulnerabilities, where their list can be had
	go tool -modfile=.ci/tools/vuln/go.mod govulncheck ./...

example: ## make the workbooks of the sample organisation anew
	go run ./examples/generate --out examples/intraservice/inbox

bench: setup benchtools ## set readers, ways to the warehouse, reports, backfills and the endpoint side by side: an hour; SCALE as for scale
	@rm -f $(RESULTS)
	go run ./ingest/workbook/bench >>$(RESULTS)
	go run ./load/bench >>$(RESULTS)
	go run ./load/bench -backfill 12,60,120 -cores $(CORES) -rows 50000 >>$(RESULTS)
	go run ./load/scale $(SCALE) >>$(RESULTS)
	go run ./load/bench/analysts >>$(RESULTS)
	go test -run '^$$' -bench . -cpu 1 ./transform >>$(RESULTS)
	@grep -v '^= ' $(RESULTS) | cat -s
	@printf '| what | measured | aim |\n| --- | --- | --- |\n'
	@sed -n 's/^= \(.*\)$$/| \1 |/p' $(RESULTS)

benchtools: ## install what bench compares with, where it is missing, on Debian
	@mkdir -p $(TOOLS)
	@command -v npm >/dev/null || $(INSTALL) nodejs npm
	@command -v xlsx2csv >/dev/null && /usr/bin/python3 -c 'import openpyxl, pandas' 2>/dev/null || $(INSTALL) python3-openpyxl python3-pandas xlsx2csv
	@test -d $(TOOLS)/node_modules/exceljs -a -d $(TOOLS)/node_modules/xlsx -a -d $(TOOLS)/node_modules/@clickhouse/client || \
		npm install --prefix $(TOOLS) --no-audit --no-fund --ignore-scripts exceljs@4.4.0 xlsx@0.18.5 @clickhouse/client@1.23.1

testprograms: ## install what tests work with where it is missing, on Debian: servers, Chromium, LibreOffice, poppler
	@for program in sshd smbd chromium soffice pdftotext; do \
		PATH=$$PATH:/usr/sbin command -v $$program >/dev/null || missing=yes; \
	done; \
	test -z "$$missing" || $(INSTALL) openssh-server samba chromium libreoffice-calc poppler-utils

microbench: ## run the benchmarks of the packages
	go test -run '^$$' -bench . -benchmem ./ingest/... ./load/... ./transform/...

clean: ## remove what was built
	@test ! -d $(DEMO) || $(BIN) --home $(DEMO) engine stop
	rm -rf bin build
