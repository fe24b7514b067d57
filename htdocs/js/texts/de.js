// German; the same keys as en.js.

const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

export const de = {
  units: { day: 'd', hour: 'h', minute: 'min', second: 's' },
  page_title: 'Drucker',
  title_needs_hand: (n) => `(${n}) Drucker`,
  fleet: 'Alle Drucker',
  summary: 'Alle Drucker in Zahlen',
  zone: (zone) => `Zeiten in Ihrer Zeitzone, ${zone}.`,
  version: (version) => `mod_stratasys ${version}`,

  states: {
    idle: 'Frei',
    preparing: 'Heizt auf',
    building: 'Druckt',
    paused: 'Pausiert',
    part_waiting: 'Teil wartet',
    maintenance: 'Wartung',
    error: 'Fehler',
    offline: 'Offline',
    unmapped: 'Anderer Status',
    unobserved: 'Unbeobachtet',
    first: 'Noch nicht gefragt',
  },
  state_counts: {
    idle: (n) => `${n} frei`,
    preparing: (n) => count(n, 'heizt auf', 'heizen auf'),
    building: (n) => count(n, 'druckt', 'drucken'),
    paused: (n) => `${n} pausiert`,
    part_waiting: (n) => count(n, 'Teil wartet', 'Teile warten'),
    maintenance: (n) => `${n} in Wartung`,
    error: (n) => `${n} Fehler`,
    offline: (n) => `${n} offline`,
    unmapped: (n) => `${n} mit anderem Status`,
    unobserved: (n) => `${n} unbeobachtet`,
    first: (n) => `${n} noch nicht gefragt`,
  },
  tile_hand: (n) => (n === 1 ? 'braucht Hilfe' : 'brauchen Hilfe'),
  tile_building: (n) => (n === 1 ? 'druckt' : 'drucken'),
  tile_free: () => 'jetzt frei',
  tile_dark: () => 'ohne Nachricht',
  of_those: 'von denen, die antworten',
  all_well: 'nichts zu tun',
  none_running: 'kein Auftrag läuft',
  none_free: 'keiner frei',
  all_answer: 'alle Drucker antworten',
  next_free: (left) => `nächster frei in ${left}`,
  next_free_now: 'nächster jeden Moment frei',
  with_queue: (n) => `${n} mit Warteschlange`,
  short_count: (n) => `${n} mit zu wenig Material`,
  total: (n) => `${n} Drucker`,

  live: (age) => `Live · vor ${age}`,
  not_live: (age) => `Keine Verbindung · Daten ${age} alt`,
  loading: 'Frage den Server …',
  ago: (age) => `vor ${age}`,
  never_answered: 'nie geantwortet',
  since: (clock, age) => `seit ${clock} · ${age}`,
  stale: (age) => `Daten ${age} alt`,
  last_seen: (age) => `Zuletzt gesehen vor ${age}`,
  says: (text) => `„${text}“`,
  trouble: (text) => `Verbindung: ${text}`,
  failed_polls: (n) => count(n, 'vergebliche Abfrage', 'vergebliche Abfragen'),
  damage: (text) => `Statustext beschädigt: ${text}`,
  changed: (name, state) => `${name}: ${state}`,
  first_hint: 'Die erste Antwort kommt in wenigen Sekunden.',
  unobserved_hint: 'Niemand fragt diesen Drucker zurzeit ab.',

  progress: 'Fortschritt',
  sources: {
    time: 'nach Zeit',
    model_material: 'nach Modellmaterial',
    layers: 'nach Schichten',
    state: 'gebaut',
  },
  left: (left) => `noch ${left}`,
  overdue: (late) => `überfällig seit ${late}`,
  done_at: (clock) => `fertig ${clock}`,
  was_due: (clock) => `erwartet ${clock}`,
  estimate: (duration) => `insgesamt etwa ${duration}`,
  layers: (layer, total) => (total === null ? `Schicht ${layer}` : `Schicht ${layer} von ${total}`),
  time_ratio: (percent) => `Zeit ${percent}`,
  model_ratio: (percent) => `Modell ${percent}`,
  support_ratio: (percent) => `Stütze ${percent}`,

  kinds: { model: 'Modell', support: 'Stütze' },
  bay: (bay) => `Schacht ${bay}`,
  no_material: 'leer',
  not_loaded: 'nicht geladen',
  material_left: (name) => `${name}: Restmaterial`,
  short: (volume) => `${volume} zu wenig für diesen Auftrag`,
  materials: 'Materialien',
  queue: 'Warteschlange',
  queue_empty: 'nichts wartet',
  queue_next: (n, next) => [count(n, 'wartet', 'warten'), next && `als Nächstes ${next}`].filter(Boolean).join(' · '),
  temperatures: 'Temperaturen',
  temps: { model: 'Modell', support: 'Stütze', envelope: 'Kammer' },
  webcam: 'Webcam',
  details: 'Einzelheiten',
  details_of: (name) => `Einzelheiten zu ${name}`,
  job_name: 'Auftrag',
  job_id: 'Auftragsnummer',
  owner: 'Eigentümer',
  comment: 'Kommentar',
  pack: 'Teile',
  submitted: 'Abgeschickt',
  started: 'Begonnen',
  estimated: 'Geschätzt',
  built: 'Bisher gedruckt',
  model_use: 'Modell verbraucht',
  support_use: 'Stütze verbraucht',
  used_of: (used, needed) => `${used} von ${needed}`,
  explanation: 'Erklärung',
  status_text: 'Drucker sagt',
  group: 'Gruppe',
  serial: 'Seriennummer',
  controller: 'Steuerung',
  clock: 'Uhr des Druckers',
  clock_ahead: (by) => `geht gegenüber dem Server ${by} vor`,
  clock_behind: (by) => `geht gegenüber dem Server ${by} nach`,
  last_answer: 'Letzte Antwort',
  waiting_jobs: 'Wartende Aufträge',
  job_number: (id) => `Auftrag ${id}`,

  no_printers_title: 'Noch keine Drucker',
  no_printers_text: 'Ergänzen Sie die Apache-Konfiguration um eine Zeile wie diese:',
  no_printers_then: 'Dann prüfen und neu laden; der Drucker erscheint hier von selbst:',
  unreachable_title: 'Der Server antwortet nicht',
  unreachable_text: 'Sie sehen die letzten Daten, die ankamen. Prüfen Sie das Netz, dann den Webserver.',
  unreachable_first: 'Noch ist nichts angekommen. Prüfen Sie das Netz, dann den Webserver.',
  refused_title: (status) => `Der Server verweigert die Daten (${status})`,
  refused_text: 'Sein Fehlerprotokoll sagt, warum.',
  refused_401: 'Sie sind nicht oder nicht mehr angemeldet. Laden Sie die Seite neu.',
  refused_403: 'Sie dürfen diese Seite öffnen, aber nicht ihre Daten. Beides erlaubt Require in derselben Location.',
  refused_404: 'Dieser Ort liefert keine Daten: StratasysServe braucht api neben gui.',
  trouble_title: 'Der Server meldet eine Störung',
  retry_in: (left) => `Nächster Versuch in ${left}`,
  retrying: 'Versuche …',
  retry_now: 'Jetzt versuchen',

  unknown: '–',
  nothing: 'Nichts anzuzeigen',
  skip: 'Zum Inhalt',
  missing_title: 'Diese Seite gibt es nicht',
  missing_text: 'Die Adresse stammt vielleicht von einer anderen Version oder hat unterwegs ein Stück verloren.',
  missing_home: 'Zur Flotte',
  load_title: 'Diese Seite konnte nicht geladen werden',
  load_text: 'Vielleicht wurde der Webserver inzwischen aktualisiert: Laden Sie die Seite neu.',
  server_zone: (zone) => `Tage und Berichte gelten in der Zeitzone des Servers, ${zone}.`,
  themes: { auto: 'Farben: wie das System', light: 'Farben: hell', dark: 'Farben: dunkel' },
  nav: {
    label: 'Seiten',
    fleet: 'Flotte',
    timeline: 'Zeitachse',
    jobs: 'Aufträge',
    reports: 'Berichte',
    health: 'Zustand',
    api: 'API',
    wall: 'Wandbild',
  },
  results: { completed: 'Fertig', cancelled: 'Abgebrochen', failed: 'Fehlgeschlagen', unknown: 'Unbekannt', running: 'Läuft' },

  // ---- charts/: figures with chart and table
  charts: {
    table: 'Tabelle',
    csv: 'CSV',
    csv_title: 'Diese Zahlen als CSV herunterladen',
    png: 'Bild',
    png_title: 'Dieses Diagramm als PNG-Bild herunterladen',
    tools: 'Tabelle und Downloads',
    legend: 'Was gezeigt wird',
    describe: (title) => `Diagramm: ${title}. Die Schaltfläche „Tabelle“ zeigt seine Zahlen.`,
    not_loaded: 'Das Diagramm konnte nicht geladen werden. Seine Zahlen stehen in der Tabelle.',
  },

  // ---- filters/: date ranges and the filter bar
  filters: {
    label: 'Filter',
    period: 'Zeitraum',
    ranges: {
      today: 'Heute',
      '7d': '7 Tage',
      '30d': '30 Tage',
      month: 'Dieser Monat',
      semester: 'Dieses Halbjahr',
      year: 'Dieses Jahr',
      all: 'Gesamt',
      custom: 'Eigener',
    },
    days: 'Von Tag zu Tag',
    first_day: 'Erster Tag',
    last_day: 'Letzter Tag',
    earlier: 'Der Zeitraum davor',
    later: 'Der Zeitraum danach',
    wrong_range: (range, shown) => `„${range}“ ist kein Zeitraum. Stattdessen gezeigt: ${shown}.`,
    zone: (zone) => `Tage beginnen und enden wie in ${zone}, der Zeitzone des Servers.`,
    fold: (n) => (n === 0 ? 'Filter' : `Filter (${n})`),
    fields: {
      by: 'Zeitpunkt',
      printer: 'Drucker',
      fleet_group: 'Gruppe',
      product: 'Modell',
      owner: 'Besitzer',
      result: 'Ergebnis',
      material: 'Material',
      q: 'Suche',
    },
    bys: { ended: 'Ende des Auftrags', started: 'Beginn des Auftrags', submitted: 'Eingang' },
    any: 'Alle',
    search_hint: 'Auftrag, Besitzer, Kommentar, Teil',
    set: 'Gesetzte Filter',
    remove: 'Filter entfernen:',
    clear: 'Alle entfernen',
    running_never: 'Laufende Aufträge haben noch kein Ende, und der Zeitraum geht nach dem Ende.',
    running_mend: 'Nach dem Eingang gehen',
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
