// English. A text with something to fill in is a function; de.js has the same keys.

const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

export const en = {
  units: { day: 'd', hour: 'h', minute: 'min', second: 's' },
  page_title: 'Printers',
  title_needs_hand: (n) => `(${n}) Printers`,
  fleet: 'Fleet',
  summary: 'The fleet in numbers',
  zone: (zone) => `Times are in your time zone, ${zone}.`,
  version: (version) => `mod_stratasys ${version}`,

  states: {
    idle: 'Free',
    preparing: 'Warming up',
    building: 'Building',
    paused: 'Paused',
    part_waiting: 'Part waiting',
    maintenance: 'Maintenance',
    error: 'Error',
    offline: 'Offline',
    unmapped: 'Other status',
    unobserved: 'Not watched',
    first: 'Not asked yet',
  },
  state_counts: {
    idle: (n) => `${n} free`,
    preparing: (n) => `${n} warming up`,
    building: (n) => `${n} building`,
    paused: (n) => `${n} paused`,
    part_waiting: (n) => count(n, 'part waiting', 'parts waiting'),
    maintenance: (n) => `${n} in maintenance`,
    error: (n) => count(n, 'error', 'errors'),
    offline: (n) => `${n} offline`,
    unmapped: (n) => `${n} with another status`,
    unobserved: (n) => `${n} not watched`,
    first: (n) => `${n} not asked yet`,
  },
  tile_hand: (n) => (n === 1 ? 'needs a hand' : 'need a hand'),
  tile_building: () => 'building',
  tile_free: () => 'free now',
  tile_dark: () => 'without news',
  of_those: 'of those that answer',
  all_well: 'nothing to do',
  none_running: 'no job runs',
  none_free: 'none free',
  all_answer: 'all printers answer',
  next_free: (left) => `next free in ${left}`,
  next_free_now: 'next free any moment',
  with_queue: (n) => `${n} with a queue`,
  short_count: (n) => `${n} short of material`,
  total: (n) => count(n, 'printer', 'printers'),

  live: (age) => `Live · ${age} ago`,
  not_live: (age) => `No contact · data ${age} old`,
  loading: 'Asking the server …',
  ago: (age) => `${age} ago`,
  never_answered: 'never answered',
  since: (clock, age) => `since ${clock} · ${age}`,
  stale: (age) => `data ${age} old`,
  last_seen: (age) => `As last seen ${age} ago`,
  says: (text) => `“${text}”`,
  trouble: (text) => `Connection: ${text}`,
  failed_polls: (n) => count(n, 'failed poll', 'failed polls'),
  damage: (text) => `Status text damaged: ${text}`,
  changed: (name, state) => `${name}: ${state}`,
  first_hint: 'The first answer comes within seconds.',
  unobserved_hint: 'Nobody is asking this printer now.',

  progress: 'Progress',
  sources: {
    time: 'by time',
    model_material: 'by model material',
    layers: 'by layers',
    state: 'built',
  },
  left: (left) => `${left} left`,
  overdue: (late) => `overdue by ${late}`,
  done_at: (clock) => `done ${clock}`,
  was_due: (clock) => `was due ${clock}`,
  estimate: (duration) => `about ${duration} in all`,
  layers: (layer, total) => (total === null ? `layer ${layer}` : `layer ${layer} of ${total}`),
  time_ratio: (percent) => `time ${percent}`,
  model_ratio: (percent) => `model ${percent}`,
  support_ratio: (percent) => `support ${percent}`,

  kinds: { model: 'model', support: 'support' },
  bay: (bay) => `bay ${bay}`,
  no_material: 'empty',
  not_loaded: 'not loaded',
  material_left: (name) => `${name}: material left`,
  short: (volume) => `${volume} too little for this job`,
  materials: 'Materials',
  queue: 'Queue',
  queue_empty: 'nothing waiting',
  queue_next: (n, next) => [`${n} waiting`, next && `next ${next}`].filter(Boolean).join(' · '),
  temperatures: 'Temperatures',
  temps: { model: 'model', support: 'support', envelope: 'chamber' },
  webcam: 'Webcam',
  details: 'Details',
  details_of: (name) => `Details of ${name}`,
  job_name: 'Job',
  job_id: 'Job number',
  owner: 'Owner',
  comment: 'Comment',
  pack: 'Parts',
  submitted: 'Submitted',
  started: 'Started',
  estimated: 'Estimated',
  built: 'Built so far',
  model_use: 'Model used',
  support_use: 'Support used',
  used_of: (used, needed) => `${used} of ${needed}`,
  explanation: 'Explanation',
  status_text: 'Printer says',
  group: 'Group',
  serial: 'Serial number',
  controller: 'Controller',
  clock: 'Printer’s clock',
  clock_ahead: (by) => `${by} ahead of the server`,
  clock_behind: (by) => `${by} behind the server`,
  last_answer: 'Last answer',
  waiting_jobs: 'Waiting jobs',
  job_number: (id) => `job ${id}`,

  no_printers_title: 'No printers yet',
  no_printers_text: 'Add a line like this to the Apache configuration:',
  no_printers_then: 'Then check it and reload; the printer appears here by itself:',
  unreachable_title: 'The server does not answer',
  unreachable_text: 'What you see is the last data that came. Check the network, then the web server.',
  unreachable_first: 'Nothing has come yet. Check the network, then the web server.',
  refused_title: (status) => `The server refuses the data (${status})`,
  refused_text: 'Its error log says why.',
  refused_401: 'You are not signed in, or no longer. Load the page again.',
  refused_403: 'You may open this page but not its data. The administrator grants both by Require in the same Location.',
  refused_404: 'This location does not serve the data: StratasysServe needs api beside gui.',
  trouble_title: 'The server reports trouble',
  retry_in: (left) => `Next try in ${left}`,
  retrying: 'Trying …',
  retry_now: 'Try now',

  unknown: '–',
  nothing: 'Nothing to show',
  skip: 'Skip to the content',
  missing_title: 'There is no such page',
  missing_text: 'The address may be from another version, or have lost a piece on its way.',
  missing_home: 'To the fleet',
  load_title: 'This page could not be loaded',
  load_text: 'The web server may have been updated meanwhile: load the page again.',
  server_zone: (zone) => `Days and reports are those of the server’s zone, ${zone}.`,
  themes: { auto: 'Colours: as the system says', light: 'Colours: light', dark: 'Colours: dark' },
  nav: {
    label: 'Pages',
    fleet: 'Fleet',
    timeline: 'Timeline',
    jobs: 'Jobs',
    reports: 'Reports',
    health: 'Health',
    api: 'API',
    wall: 'Wall',
  },
  results: { completed: 'Completed', cancelled: 'Cancelled', failed: 'Failed', unknown: 'Unknown', running: 'Running' },

  // ---- charts/: figures with chart and table
  charts: {
    table: 'Table',
    csv: 'CSV',
    csv_title: 'Download these numbers as CSV',
    png: 'Picture',
    png_title: 'Download this chart as a PNG picture',
    tools: 'Table and downloads',
    legend: 'What is shown',
    describe: (title) => `Chart: ${title}. The button “Table” shows its numbers.`,
    not_loaded: 'The chart could not be loaded. Its numbers are in the table.',
  },

  // ---- filters/: date ranges and the filter bar
  filters: {
    label: 'Filters',
    period: 'Period',
    ranges: {
      today: 'Today',
      '7d': '7 days',
      '30d': '30 days',
      month: 'This month',
      semester: 'This semester',
      year: 'This year',
      all: 'All time',
      custom: 'Custom',
    },
    days: 'From day to day',
    first_day: 'First day',
    last_day: 'Last day',
    earlier: 'The period before',
    later: 'The period after',
    wrong_range: (range, shown) => `“${range}” is no period. Shown instead: ${shown}.`,
    zone: (zone) => `Days begin and end as in ${zone}, the server’s time zone.`,
    fold: (n) => (n === 0 ? 'Filters' : `Filters (${n})`),
    fields: {
      by: 'Date of',
      printer: 'Printer',
      fleet_group: 'Group',
      product: 'Model',
      owner: 'Owner',
      result: 'Result',
      material: 'Material',
      q: 'Search',
    },
    bys: { ended: 'End of job', started: 'Start of job', submitted: 'Submission' },
    any: 'All',
    search_hint: 'Job, owner, comment, part',
    set: 'Filters that are set',
    remove: 'Remove filter:',
    clear: 'Clear all',
    running_never: 'Running jobs have no end yet, and the period goes by the end of jobs.',
    running_mend: 'Go by submission',
  },

  // ---- fleet/
  fleet_page: {
  },

  // ---- printer/
  printer: {
  },

  // ---- jobs/: the table
  jobs: {
  },

  // ---- job/: one job
  job: {
  },

  // ---- reports/
  reports: {
  },

  // ---- timeline/
  timeline: {
  },

  // ---- wall/
  wall: {
  },

  // ---- about/: the API page
  about_api: {
  },

  // ---- health/
  health: {
  },
};
