/* When a poller is taken for one that hangs: by the health and by the metrics. */
#ifndef HEALTH_H
#define HEALTH_H

#define HEALTH_SILENT_S 20 /* it gives a sign of life every 5 s */

#endif
