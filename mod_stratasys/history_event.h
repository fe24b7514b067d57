/* The kinds of events, as users see them in event_history.kind. */
#ifndef HISTORY_EVENT_H
#define HISTORY_EVENT_H

#define EVENT_JOB_BEGAN        "job_began"  /* a printer began to prepare it, or was first seen at it */
#define EVENT_JOB_ENDED        "job_ended"  /* with its result in words */
#define EVENT_STATE            "state"      /* another state */
#define EVENT_OFFLINE          "offline"    /* several polls in a row failed */
#define EVENT_ONLINE           "online"     /* it answers again */
#define EVENT_UNOBSERVED       "unobserved" /* nobody watched for a while, which is over */
#define EVENT_MATERIAL_LOW     "material_low"
#define EVENT_MATERIAL_OUT     "material_out"
#define EVENT_MATERIAL_LOADED  "material_loaded"
#define EVENT_MATERIAL_REMOVED "material_removed"
#define EVENT_MATERIAL_DIFFERS "material_differs" /* what a job used and what the spools lost do not agree */
#define EVENT_CLOCK            "clock"            /* a printer's clock moved against the server's */
#define EVENT_SERVER_CLOCK     "server_clock"     /* the server's clock went back */
#define EVENT_DAMAGE           "damage"           /* its status text is damaged; or no longer */
#define EVENT_VERSION          "version"          /* another controller version */
#define EVENT_MACHINE          "machine"          /* another machine under the same ID */
#define EVENT_POLLER_BEGAN     "poller_began"
#define EVENT_POLLER_STOPPED   "poller_stopped"

#endif
