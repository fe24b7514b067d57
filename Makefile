# mod_stratasys: `make run` to look at it, `make check` to test it, `make install` to use it. See README.md.

BUILD := build
PREFIX ?= /usr
APXS ?= $(shell command -v apxs apxs2 2>/dev/null | head -n 1)
APR_CONFIG ?= $(shell $(APXS) -q APR_CONFIG 2>/dev/null)

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Werror
CFLAGS ?= -O2 -g
OUR_CFLAGS = -std=c11 -D_GNU_SOURCE $(WARNINGS) -fPIC -fvisibility=hidden -fstack-protector-strong -pthread \
  -Ilibproto -Imod_stratasys -I$(BUILD)
HTTPD_CFLAGS = -isystem $(shell $(APXS) -q INCLUDEDIR) $(shell $(APR_CONFIG) --cppflags --includes)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g

# ---- what is built from what -------------------------------------------------------------------------------------
LIBPROTO := $(wildcard libproto/*.c)
# Only these know httpd and APR; the rest of the module can be linked into a test.
HTTPD_SIDE := $(addprefix mod_stratasys/,mod_stratasys.c config.c supervisor.c api.c)
CTL := $(wildcard mod_stratasys/ctl/*.c)
CORE := $(filter-out $(HTTPD_SIDE),$(wildcard mod_stratasys/*.c))
SIM := $(wildcard tests/stratasim/*.c)

objects = $(patsubst %.c,$(BUILD)/$(1)/%.o,$(2))

.PHONY: all
all: $(BUILD)/mod_stratasys.so $(BUILD)/stratasysctl $(BUILD)/stratasim

$(BUILD)/mod_stratasys.so: $(call objects,obj,$(HTTPD_SIDE) $(CORE) $(LIBPROTO)) $(BUILD)/obj/assets_data.o $(BUILD)/obj/schema_data.o
	$(CC) $(CFLAGS) -shared -pthread -Wl,-z,now -o $@ $^ $(LDFLAGS) -lsqlite3 -ljansson -lm

$(BUILD)/stratasysctl: $(call objects,obj,$(CTL) $(LIBPROTO))
	$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) -ljansson -lm

$(BUILD)/stratasim: $(call objects,obj,$(SIM) $(LIBPROTO))
	$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) -ljansson -lm

$(call objects,obj,$(HTTPD_SIDE)): OUR_CFLAGS += $(HTTPD_CFLAGS)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(OUR_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/asan/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OUR_CFLAGS) $(SANITIZE) -MMD -MP -c -o $@ $<

# The steps of the schema as C strings.
$(BUILD)/schema_data.c: $(sort $(wildcard schema/[0-9]*.sql))
	@mkdir -p $(@D)
	awk 'BEGIN { print "#include \"schema.h\"\nconst struct schema_step schema_steps[] = {" } \
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
	node htdocs/build.mjs $(BUILD)

$(BUILD)/obj/%.o: $(BUILD)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(OUR_CFLAGS) -c -o $@ $<

# ---- unit tests: every tests/unit/test_*.c is a cmocka program under ASan and UBSan ---------------------------------
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))

.PHONY: unit
unit: $(UNIT)

$(BUILD)/unit/%: $(BUILD)/asan/tests/unit/%.o $(call objects,asan,$(CORE) $(LIBPROTO)) $(BUILD)/obj/schema_data.o $(BUILD)/obj/assets_data.o
	@mkdir -p $(@D)
	$(CC) $(SANITIZE) -pthread -o $@ $^ -lcmocka -lsqlite3 -ljansson -lm

# Prints what libproto reads, for tests/tcl.test.mjs.
$(BUILD)/tcl_dump: $(call objects,asan,tests/tcl/dump.c $(LIBPROTO))
	$(CC) $(SANITIZE) -o $@ $^ -lm

-include $(shell find $(BUILD)/obj $(BUILD)/asan -name '*.d' 2>/dev/null)
