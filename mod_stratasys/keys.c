#include "keys.h"
#include <string.h>

#define STATES "idle preparing building paused part_waiting maintenance error offline unmapped unobserved"

/* A measure of an hour of samples. */
#define OF_HOUR(measure, what)                                                                                         \
    {measure "_min", KEY_NUMBER, EXPOSE_NONE, NULL, what ": the least of the hour"},                                   \
        {measure "_mean", KEY_NUMBER, EXPOSE_NONE, NULL, what ": the mean of the hour, by time"},                      \
    {                                                                                                                  \
        measure "_max", KEY_NUMBER, EXPOSE_NONE, NULL, what ": the greatest of the hour"                               \
    }

/* `damage` quotes lines of a status text that could not be read, and those may hold names. */
/* clang-format off: its columns would be wider than any screen */
const struct key keys[] = {
  /* which printer */
    {"printer",                  KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "ID of the printer (StratasysPrinter)"                            },
    {"name",                     KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "its name; in a row of history as it was then"                    },
    {"product",                  KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "what machine it is; in a row of history as it was then"          },
    {"codename",                 KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "what the machine calls itself"                                   },
    {"location",                 KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "where it stands; in a row of history as it was then"             },
    {"fleet_group",              KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "its group; in a row of history as it was then"                   },
    {"webcam",                   KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "address of its webcam"                                           },
    {"serial",                   KEY_TEXT,    EXPOSE_IDENTITY, NULL,                                      "serial number, as the machine says it"                           },
    {"controller_version",       KEY_TEXT,    EXPOSE_IDENTITY, NULL,                                      "version of its controller software"                              },

 /* how it is */
    {"state",                    KEY_TEXT,    EXPOSE_NONE,     STATES,                                    "the state"                                                       },
    {"status_text",              KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "the printer's own word for its state"                            },
    {"explanation",              KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "what the printer says beside it"                                 },
    {"state_began_at",           KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "since when it is in that state, as far as was seen"              },
    {"polled_at",                KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "the last poll, answered or not"                                  },
    {"answered_at",              KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "the last poll that was answered"                                 },
    {"failed_polls",             KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "failed polls in a row"                                           },
    {"trouble",                  KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "what is wrong with the connection; null: nothing"                },
    {"damage",                   KEY_TEXT,    EXPOSE_PEOPLE,   NULL,                                      "what could not be read in the last status text; null: nothing"   },
    {"interval_s",               KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "time between two polls"                                          },
    {"clock_offset_s",           KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "the printer's clock minus the server's"                          },
    {"model_temp_c",             KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "temperature of the model tip"                                    },
    {"support_temp_c",           KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "temperature of the support tip"                                  },
    {"envelope_temp_c",          KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "temperature of the chamber"                                      },
    {"model_set_c",              KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "set point of the model tip"                                      },
    {"support_set_c",            KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "set point of the support tip"                                    },
    {"envelope_set_c",           KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "set point of the chamber"                                        },
    {"layer",                    KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "the layer, as the printer says it: stale at the start of a build"},
    {"time_ratio",               KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "build time against the printer's estimate, 0 to 1"               },
    {"layer_ratio",              KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "layers built of all, 0 to 1"                                     },
    {"model_ratio",              KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "model material used of what is needed, 0 to 1"                   },
    {"support_ratio",            KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "support material used of what is needed, 0 to 1"                 },
    {"progress_ratio",           KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "how far the job is: the best figure there is, 0 to 1"            },
    {"progress_source",          KEY_TEXT,    EXPOSE_NONE,     "time model_material layers state",        "what progress_ratio is made of"                                  },
    {"eta_at",                   KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "when the build ends by the printer's estimate"                   },

 /* jobs */
    {"job_uid",                  KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "number of a run of a job: never another one's"                   },
    {"job_id",                   KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "the printer's own number of the job; it starts again at times"   },
    {"run",                      KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "1; the same job started again is 2, 3 and so on"                 },
    {"job_name",                 KEY_TEXT,    EXPOSE_PEOPLE,   NULL,                                      "name of the job"                                                 },
    {"owner",                    KEY_TEXT,    EXPOSE_PEOPLE,   NULL,                                      "who sent it"                                                     },
    {"comment",                  KEY_TEXT,    EXPOSE_PEOPLE,   NULL,                                      "comment"                                                         },
    {"pack",                     KEY_TEXT,    EXPOSE_PEOPLE,   NULL,                                      "names of its parts"                                              },
    {"position",                 KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "place in the queue, 1 is next"                                   },
    {"submitted_at",             KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "sent to the printer"                                             },
    {"first_seen_at",            KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "the poll that showed it first as the current job"                },
    {"begun_at",                 KEY_INTEGER, EXPOSE_NONE,     NULL,
     "the printer began to prepare it; null: not watched, or it never came to that"                                                                                         },
    {"started_at",               KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "the printer's own start of the build, after warming up"          },
    {"ended_at",                 KEY_INTEGER, EXPOSE_NONE,     NULL,
     "built, stopped or gone; null: it runs. Of a stretch, a period or sums: where it ends"                                                                                 },
    {"unloaded_at",              KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "the part was taken out; null: not yet, not watched, no part"     },
    {"ended_unseen_s",           KEY_INTEGER, EXPOSE_NONE,     NULL,
     "the end lies within so many seconds after ended_at, which nobody watched"                                                                                             },
    {"result",                   KEY_TEXT,    EXPOSE_NONE,     "completed cancelled failed unknown",      "how it ended; null while it runs"                                },
    {"result_source",            KEY_TEXT,    EXPOSE_NONE,     "printer inferred operator",
     "who says so: the printer's final word, or inferred from signs"                                                                                                        },
    {"is_begun",                 KEY_BOOLEAN, EXPOSE_NONE,     NULL,                                      "it was prepared or built; false: it left the printer before that"},
    {"estimated_s",              KEY_INTEGER, EXPOSE_NONE,     NULL,
     "the printer's estimate of the build; in sums, of all jobs counted"                                                                                                    },
    {"queued_s",                 KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "from submission until the printer began with it"                 },
    {"preparing_s",              KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "seconds seen warming up"                                         },
    {"build_s",                  KEY_INTEGER, EXPOSE_NONE,     NULL,
     "build time by the printer itself, without pauses; in sums, of all jobs counted"                                                                                       },
    {"paused_s",                 KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "seconds seen paused"                                             },
    {"elapsed_s",                KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "from the build's start to its end"                               },
    {"waited_s",                 KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "from its end until the part was taken out"                       },
    {"unobserved_s",             KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "seconds that nobody watched"                                     },
    {"unobserved_build_s",       KEY_NUMBER,  EXPOSE_NONE,     NULL,
     "seconds built while nobody watched, as the machine's figures tell afterwards"                                                                                         },
    {"layers_total",             KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "layers of the job"                                               },
    {"model_material",           KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "model material of the job"                                       },
    {"model_needed_in3",         KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "model material that it needs"                                    },
    {"model_used_in3",           KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "model material used; in sums, by all jobs counted"               },
    {"support_material",         KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "support material of the job"                                     },
    {"support_needed_in3",       KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "support material that it needs"                                  },
    {"support_used_in3",         KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "support material used; in sums, by all jobs counted"             },

 /* spools */
    {"bay",                      KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "the machine's own number of the place"                           },
    {"kind",                     KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "of a material: model or support; of an event: what happened"     },
    {"material",                 KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "name of the material"                                            },
    {"color",                    KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "color of the material"                                           },
    {"color_rgb",                KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "the same, hexadecimal"                                           },
    {"spool_status",             KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "the printer's own word for the spool"                            },
    {"is_loaded",                KEY_BOOLEAN, EXPOSE_NONE,     NULL,                                      "whether it is loaded"                                            },
    {"initial_in3",              KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "on the spool when it was new"                                    },
    {"left_in3",                 KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "left on the spool"                                               },
    {"left_ratio",               KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "left of a new spool, 0 to 1"                                     },
    {"lot",                      KEY_TEXT,    EXPOSE_IDENTITY, NULL,                                      "manufacturing lot of the spool"                                  },
    {"made_on",                  KEY_TEXT,    EXPOSE_IDENTITY, NULL,                                      "when the spool was made, as the printer writes it"               },
    {"first_used_on",            KEY_TEXT,    EXPOSE_IDENTITY, NULL,                                      "when it was first used, as the printer writes it"                },

 /* stretches, samples, events */
    {"began_at",                 KEY_INTEGER, EXPOSE_NONE,     NULL,
     "where the stretch or the period begins; of sums, what time was counted"                                                                                               },
    {"duration_s",               KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "how long it lasted, or lasts so far"                             },
    {"at",                       KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "when"                                                            },
    {"samples",                  KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "how many samples the hour had"                                   },
    {"seq",                      KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "number of the event: rises, and never repeats"                   },
    {"text",                     KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "what happened, in words"                                         },
    {"first_seq",                KEY_INTEGER, EXPOSE_NONE,     NULL,
     "the oldest event that is kept, whatever was filtered; null: none is"                                                                                                  },
    {"last_seq",                 KEY_INTEGER, EXPOSE_NONE,     NULL,
     "the newest event that was ever written, whatever was filtered: `after` for who wants only what comes"                                                                 },
    {"is_gap",                   KEY_BOOLEAN, EXPOSE_NONE,     NULL,
     "events behind `after` are missing: they are kept no longer, or `after` is greater than last_seq, for the "
     "database was restored from a copy: go on from last_seq"                                                                                                               },
    OF_HOUR("model_temp_c", "temperature of the model tip"),
    OF_HOUR("support_temp_c", "temperature of the support tip"),
    OF_HOUR("envelope_temp_c", "temperature of the chamber"),
    OF_HOUR("model_set_c", "set point of the model tip"),
    OF_HOUR("support_set_c", "set point of the support tip"),
    OF_HOUR("envelope_set_c", "set point of the chamber"),
    OF_HOUR("layer", "the layer"),
    OF_HOUR("progress_ratio", "how far the job was, 0 to 1"),
    OF_HOUR("model_used_in3", "model material used by the job so far"),
    OF_HOUR("support_used_in3", "support material used by the job so far"),

 /* sums */
    {"period",                   KEY_TEXT,    EXPOSE_NONE,     NULL,
     "the hour, day, week, month or year of StratasysTimeZone: 2025-03-30 14:00, 2025-03-30, 2025-W13, 2025-03, 2025"                                                       },
    {"weekday",                  KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "1 for Monday to 7 for Sunday"                                    },
    {"hour_of_day",              KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "0 to 23"                                                         },
    {"printers",                 KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "how many printers were counted"                                  },
    {"calendar_s",               KEY_INTEGER, EXPOSE_NONE,     NULL,
     "all seconds of these printers in this time, as far as it has passed"                                                                                                  },
    {"observed_s",               KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "of them, all but unobserved; contains offline"                   },
    {"busy_s",                   KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "preparing, building or paused"                                   },
    {"busy_calendar_ratio",      KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "busy_s of calendar_s, 0 to 1"                                    },
    {"busy_observed_ratio",      KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "busy_s of observed_s, 0 to 1"                                    },
    {"idle_s",                   KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "seconds idle"                                                    },
    {"building_s",               KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "seconds building"                                                },
    {"part_waiting_s",           KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "seconds with a built part waiting to be taken out"               },
    {"maintenance_s",            KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "seconds in maintenance"                                          },
    {"error_s",                  KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "seconds in error"                                                },
    {"offline_s",                KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "seconds offline"                                                 },
    {"unmapped_s",               KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "seconds in a state whose word nobody mapped"                     },
    {"used_in3",                 KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "used by jobs, by the printer's own figures"                      },
    {"wasted_in3",               KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "of it, by runs that were then cancelled or failed"               },
    {"jobs_ended",               KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "runs that ended, those that never began too, on the row of their model material"             },
    {"jobs",                     KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "how many jobs were counted"                                      },
    {"completed_jobs",           KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "of them, completed"                                              },
    {"cancelled_jobs",           KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "of them, cancelled"                                              },
    {"failed_jobs",              KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "of them, failed"                                                 },
    {"unknown_jobs",             KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "of them, ended nobody knows how"                                 },
    {"running_jobs",             KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "of them, not ended yet"                                          },
    {"never_begun_jobs",         KEY_INTEGER, EXPOSE_NONE,     NULL,
     "jobs that left the printer before it began with them; not among the jobs counted"                                                                                     },
    {"completed_build_s",        KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "build time of the completed jobs"                                },
    {"cancelled_build_s",        KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "build time of the cancelled jobs"                                },
    {"failed_build_s",           KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "build time of the failed jobs"                                   },
    {"unknown_build_s",          KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "build time of the jobs that ended nobody knows how"              },
    {"completed_jobs_ratio",     KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "completed of the jobs whose result is known, 0 to 1"             },
    {"completed_build_ratio",    KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "the same by build time, 0 to 1"                                  },
    {"completed_material_ratio", KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "the same by material, model and support, 0 to 1"                 },
    {"build_estimate_ratio",     KEY_NUMBER,  EXPOSE_NONE,     NULL,
     "build_s against estimated_s: 1.1 is a tenth longer than estimated"                                                                                                    },
    {"off_by_10_percent_jobs",   KEY_INTEGER, EXPOSE_NONE,     NULL,
     "jobs whose build time was more than a tenth off the estimate"                                                                                                         },
    {"parts",                    KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "parts whose taking out was watched"                              },
    {"waited_mean_s",            KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "how long a part waited to be taken out, on average"              },
    {"waited_max_s",             KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "how long the slowest one waited"                                 },
    {"waited_over_8_h_parts",    KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "parts that waited longer than 8 hours"                           },
    {"queued_jobs",              KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "jobs whose wait in the queue was seen"                           },
    {"queued_mean_s",            KEY_NUMBER,  EXPOSE_NONE,     NULL,                                      "how long a job waited in the queue, on average"                  },
    {"queued_max_s",             KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "how long the slowest one waited in the queue"                    },

 /* health */
    {"status",                   KEY_TEXT,    EXPOSE_NONE,     "ok trouble",                              "whether poller and database work"                                },
    {"problem",                  KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "what is wrong; null: nothing"                                    },
    {"remedy",                   KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "what to do"                                                      },
    {"poller",                   KEY_TEXT,    EXPOSE_NONE,     "running silent stopped never off",        "how the poller is"                                               },
    {"database",                 KEY_TEXT,    EXPOSE_NONE,     "ok missing unreadable other newer older", "how the database is"                                             },
    {"version",                  KEY_TEXT,    EXPOSE_NONE,     NULL,                                      "of mod_stratasys"                                                },
    {"poller_began_at",          KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "when the poller that runs, or ran last, was started"             },
    {"poller_stopped_at",        KEY_INTEGER, EXPOSE_NONE,     NULL,                                      "when it was stopped in good order"                               },
};
/* clang-format on */
const size_t key_count = sizeof keys / sizeof *keys;

const struct key *key_find(const char *name)
{
    for (size_t i = 0; i < key_count; i++)
        if (strcmp(keys[i].name, name) == 0)
            return &keys[i];
    return NULL;
}
