# mod_stratasys: `make run` to look at it, `make check` to test it, `make install` to use it. See README.md.

BUILD := build
PREFIX ?= /usr
APXS ?= $(shell command -v apxs apxs2 2>/dev/null | head -n 1)
APR_CONFIG ?= $(shell $(APXS) -q APR_CONFIG 2>/dev/null)

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
CFLAGS ?= -O2 -g
# -iquote: a system header that asks for <link.h> gets the system's.
OUR_CFLAGS = -std=c11 -D_GNU_SOURCE $(WARNINGS) -fPIC -fvisibility=hidden -fstack-protector-strong -pthread \
  -iquote libproto -iquote mod_stratasys
HTTPD_CFLAGS = -isystem $(shell $(APXS) -q INCLUDEDIR) $(shell $(APR_CONFIG) --cppflags --includes)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g

# ---- what is built from what -------------------------------------------------------------------------------------
LIBPROTO := $(wildcard libproto/*.c)
# Only these know httpd and APR; the rest of the module can be linked into a test.
HTTPD_SIDE := $(addprefix mod_stratasys/,mod_stratasys.c config.c config_printer.c config_location.c supervisor.c api.c api_page.c api_send.c)
# The command line talks and judges as the poller does, and knows its database.
CTL := $(wildcard mod_stratasys/ctl/*.c) $(addprefix mod_stratasys/,config_value.c link.c progress.c resolver.c schema.c)
CORE := $(filter-out $(HTTPD_SIDE),$(wildcard mod_stratasys/*.c))
SIM := $(wildcard tests/stratasim/*.c)
# The simulated lives and the module's history, without a network between them.
LAPSE := $(wildcard tests/timelapse/*.c) \
  $(filter-out $(addprefix tests/stratasim/,main.c options.c server.c control.c conversation.c fault.c),$(SIM)) \
  $(filter $(addprefix mod_stratasys/,history%.c store%.c zone%.c config_value.c progress.c schedule.c schema.c),$(CORE))

# `make V=1` shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),,@echo '  $(1) $@')

objects = $(patsubst %.c,$(BUILD)/$(1)/%.o,$(2))

.PHONY: all
all: $(BUILD)/mod_stratasys.so $(BUILD)/stratasysctl $(BUILD)/stratasim $(BUILD)/timelapse

$(BUILD)/mod_stratasys.so: $(call objects,obj,$(HTTPD_SIDE) $(CORE) $(LIBPROTO)) $(BUILD)/obj/assets_data.o $(BUILD)/obj/schema_data.o
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) -shared -pthread -Wl,-z,now -o $@ $^ $(LDFLAGS) -lsqlite3 -ljansson -lm

$(BUILD)/stratasysctl: $(call objects,obj,$(CTL) $(LIBPROTO)) $(BUILD)/obj/schema_data.o
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) -pthread -o $@ $^ $(LDFLAGS) -lsqlite3 -ljansson -lm

$(BUILD)/stratasim: $(call objects,obj,$(SIM) $(LIBPROTO))
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) -ljansson -lm

$(BUILD)/timelapse: $(call objects,obj,$(LAPSE) $(LIBPROTO)) $(BUILD)/obj/schema_data.o
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) -pthread -o $@ $^ $(LDFLAGS) -lsqlite3 -ljansson -lm

$(BUILD)/bench_polls: $(call objects,obj,tests/bench/polls.c $(filter-out %/main.c,$(LAPSE)) $(LIBPROTO)) $(BUILD)/obj/schema_data.o
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) -lsqlite3 -ljansson -lm

$(call objects,obj,$(HTTPD_SIDE)): OUR_CFLAGS += $(HTTPD_CFLAGS)
$(call objects,obj,$(filter tests/timelapse/%,$(LAPSE))): OUR_CFLAGS += -iquote tests/stratasim
$(call objects,obj,tests/bench/polls.c): OUR_CFLAGS += -iquote tests/timelapse
$(call objects,obj,$(HTTPD_SIDE)): | apxs

.PHONY: apxs
apxs:
	@command -v '$(APXS)' >/dev/null || { echo "httpd's development files (apxs) are missing: run make deps" >&2; exit 1; }

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(OUR_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/asan/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CPPFLAGS) $(OUR_CFLAGS) $(SANITIZE) -MMD -MP -c -o $@ $<

# The steps of the schema as C strings.
$(BUILD)/schema_data.c: $(sort $(wildcard schema/[0-9]*.sql))
	@mkdir -p $(@D)
	$(call say,SQL)
	$(Q)awk 'BEGIN { print "#include \"schema.h\"\nconst struct schema_step schema_steps[] = {" } \
	  FNR == 1 { if (NR > 1) print "},"; name = FILENAME; sub(/.*\//, "", name); print "{" name + 0 "," } \
	  { gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); print "\"" $$0 "\\n\"" } \
	  END { print "}};\nconst size_t schema_step_count = sizeof schema_steps / sizeof *schema_steps;" }' $^ > $@

# The GUI's files: bundled, named by their content, as plain files and as C arrays.
HTDOCS := $(shell find htdocs -name node_modules -prune -o -type f -print)

htdocs/node_modules/.package-lock.json: htdocs/package.json htdocs/package-lock.json
	cd htdocs && npm ci --no-audit --no-fund --ignore-scripts
	touch $@

$(BUILD)/assets_data.c: $(HTDOCS) htdocs/node_modules/.package-lock.json
	@mkdir -p $(@D)
	$(call say,GUI)
	$(Q)node htdocs/build.mjs $(BUILD)

$(BUILD)/obj/assets_data.o: mod_stratasys/assets.h
$(BUILD)/obj/schema_data.o: mod_stratasys/schema.h

$(BUILD)/obj/%.o: $(BUILD)/%.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CFLAGS) $(OUR_CFLAGS) -c -o $@ $<

# ---- unit tests: every tests/unit/test_*.c is a cmocka program under ASan and UBSan ---------------------------------
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))

.PHONY: unit
unit: $(UNIT)

$(BUILD)/unit/%: $(BUILD)/asan/tests/unit/%.o $(call objects,asan,$(CORE) $(LIBPROTO)) $(BUILD)/obj/schema_data.o $(BUILD)/obj/assets_data.o
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -pthread -o $@ $^ -lcmocka -lsqlite3 -ljansson -lm

# Prints what libproto reads, for tests/tcl.test.mjs.
$(BUILD)/tcl_dump: $(call objects,asan,tests/tcl/dump.c $(LIBPROTO))
	$(call say,LINK)
	$(Q)$(CC) $(SANITIZE) -o $@ $^ -lm

# ---- what a person calls --------------------------------------------------------------------------------------------
.PHONY: deps run check truth bench screenshots install clean

deps:
	@sh conf/deps.sh all

CORES = $(shell nproc 2>/dev/null || echo 1)

# The tools may be missing before deps: what needs them is built by a second make.
run:
	@sh conf/deps.sh run
	@$(MAKE) --no-print-directory -j$(CORES) all
	@exec env BUILD='$(BUILD)' PRINTERS='$(PRINTERS)' PORT='$(PORT)' sh conf/run.sh

check:
	@sh conf/deps.sh all
	@$(MAKE) --no-print-directory -j$(CORES) check-built

.PHONY: check-built
check-built: all unit $(BUILD)/tcl_dump tests/gui/node_modules/.package-lock.json tests/api/node_modules/.package-lock.json
	@BUILD='$(BUILD)' node tests/run.mjs $(wildcard tests/*.test.mjs)

# A simulated year against the truth: the tests of `check` at their full size. It may take an hour.
truth:
	@sh conf/deps.sh all
	@$(MAKE) --no-print-directory all
	@BUILD='$(BUILD)' TRUTH=full node --test --test-reporter=./tests/reporter.mjs --test-reporter-destination=stdout \
	  tests/truth.test.mjs tests/kill.test.mjs tests/zones.test.mjs

bench:
	@sh conf/deps.sh all
	@$(MAKE) --no-print-directory all $(BUILD)/bench_polls tests/gui/node_modules/.package-lock.json
	@BUILD='$(BUILD)' node tests/bench/history.mjs
	@BUILD='$(BUILD)' node tests/bench/bench.mjs
	@BUILD='$(BUILD)' node tests/bench/api.mjs
	@BUILD='$(BUILD)' node tests/bench/gui.mjs

# Each page, light and dark, phone to 4K, into $(BUILD)/screenshots; PAGES="jobs job" takes these alone, README=1 the README's too.
screenshots:
	@sh conf/deps.sh all
	@$(MAKE) --no-print-directory all tests/gui/node_modules/.package-lock.json
	@BUILD='$(BUILD)' PAGES='$(PAGES)' README='$(README)' node tests/gui/screenshots.mjs

tests/%/node_modules/.package-lock.json: tests/%/package.json tests/%/package-lock.json
	cd tests/$* && npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

# Debian and Ubuntu have mods-available, RHEL has conf.modules.d.
MODULE_DIR = $(shell $(APXS) -q LIBEXECDIR)
CONFIG_DIR = $(shell $(APXS) -q SYSCONFDIR)

install: all
	install -d '$(DESTDIR)$(MODULE_DIR)' '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/doc/mod_stratasys'
	install -m 644 $(BUILD)/mod_stratasys.so '$(DESTDIR)$(MODULE_DIR)/'
	install -m 755 $(BUILD)/stratasysctl '$(DESTDIR)$(PREFIX)/bin/'
	install -m 644 README.md LICENSE '$(DESTDIR)$(PREFIX)/share/doc/mod_stratasys/'
	install -m 644 schema/README.md '$(DESTDIR)$(PREFIX)/share/doc/mod_stratasys/database.md'
	@MODULE_DIR='$(MODULE_DIR)' CONFIG_DIR='$(CONFIG_DIR)' DESTDIR='$(DESTDIR)' sh conf/install.sh

clean:
	rm -rf $(BUILD)

.SECONDARY:

-include $(shell find $(BUILD)/obj $(BUILD)/asan -name '*.d' 2>/dev/null)
