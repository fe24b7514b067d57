// Printers made up for the tests, in the shape of api/v1/printers.

const CM3 = 16.387064;

/** The moment the tests begin, a Tuesday morning in Berlin. */
export const NOW_S = Date.UTC(2026, 4, 12, 8, 30) / 1000;

export const HOSTILE = '<img src=x onerror=alert(1)>"\'&; \u202eيتيبار مرحبا\u202c 🦊';
export const LONG = 'enclosure-'.repeat(25);

const cm3 = (in3) => (in3 === null ? null : in3 * CM3);
const time = (at) => (at === null ? null : new Date(at * 1000).toISOString());

export function spool(kind, material, left_in3, more = {}) {
  return {
    bay: kind === 'support' ? 1 : 0, kind, material, color: null, color_rgb: null, spool_status: 'Loaded', is_loaded: true,
    initial_in3: 56.3, initial_cm3: cm3(56.3), left_in3, left_cm3: cm3(left_in3),
    left_ratio: left_in3 === null ? null : left_in3 / 56.3,
    serial: null, lot: null, made_on: null, first_used_on: null, ...more,
  };
}

const NO_JOB = {
  job_id: null, job_name: null, owner: null, comment: null, pack: null, submitted_at: null, started_at: null,
  estimated_s: null, build_s: null, layer: null, layers_total: null,
  model_material: null, model_needed_in3: null, model_needed_cm3: null, model_used_in3: null, model_used_cm3: null,
  support_material: null, support_needed_in3: null, support_needed_cm3: null, support_used_in3: null, support_used_cm3: null,
  progress_ratio: null, progress_source: null, time_ratio: null, layer_ratio: null, model_ratio: null,
  support_ratio: null, eta_at: null, eta_time: null,
};

/** A printer that is idle and fine, but for what `more` says. */
export function printer(id, more = {}) {
  return {
    printer: id, name: null, product: 'Fortus 250mc', codename: 'kapaa', location: null, fleet_group: null, webcam: null,
    state: 'idle', status_text: 'Idle', explanation: '', state_began_at: NOW_S - 4000, state_began_time: time(NOW_S - 4000),
    is_state_began_seen: true,
    polled_at: NOW_S - 4, polled_time: time(NOW_S - 4), answered_at: NOW_S - 4, answered_time: time(NOW_S - 4),
    failed_polls: 0, trouble: null, damage: null, interval_s: 10, ...NO_JOB,
    model_temp_c: 220, model_set_c: 220, support_temp_c: 180, support_set_c: 180, envelope_temp_c: 60, envelope_set_c: 60,
    clock_offset_s: 3, serial: null, controller_version: '3978', queue: [],
    spools: [
      spool('model', 'P430_BLK', 31.2, { color: 'Black', color_rgb: '202020' }),
      spool('support', 'SR30', 44.8, { color: 'Natural', color_rgb: 'e8dcc0' }),
    ],
    ...more,
  };
}

/** A printer that has built `ratio` of a job of `estimated_s`. */
export function building(id, ratio, estimated_s, more = {}) {
  const build_s = Math.round(estimated_s * ratio);
  const began_at = NOW_S - build_s;
  return printer(id, {
    state: 'building', status_text: 'Building', state_began_at: began_at, state_began_time: time(began_at),
    job_id: 55, job_name: 'bracket_v3', owner: 'Rivera', comment: '', pack: 'bracket', submitted_at: began_at - 900,
    started_at: began_at, estimated_s, build_s, layer: Math.round(300 * ratio), layers_total: 300,
    model_material: 'P430_BLK', model_needed_in3: 8, model_needed_cm3: cm3(8), model_used_in3: 8 * ratio, model_used_cm3: cm3(8 * ratio),
    support_material: 'SR30', support_needed_in3: 2, support_needed_cm3: cm3(2), support_used_in3: 2 * ratio, support_used_cm3: cm3(2 * ratio),
    progress_ratio: ratio, progress_source: 'time', time_ratio: ratio, layer_ratio: ratio, model_ratio: ratio, support_ratio: ratio,
    eta_at: NOW_S + estimated_s - build_s, eta_time: time(NOW_S + estimated_s - build_s),
    model_temp_c: 270, model_set_c: 270, support_temp_c: 265, support_set_c: 265, envelope_temp_c: 75, envelope_set_c: 75, ...more,
  });
}

export function waiting(job_name, estimated_s, more = {}) {
  return {
    position: 1, job_id: 56, job_name, owner: 'Chen', comment: '', pack: '', submitted_at: NOW_S - 300, estimated_s,
    model_material: 'P430_BLK', model_needed_in3: 4.5, model_needed_cm3: cm3(4.5),
    support_material: 'SR30', support_needed_in3: 1, support_needed_cm3: cm3(1), ...more,
  };
}

/** A printer as before its first poll. */
export function unpolled(id, more = {}) {
  const nothing = Object.fromEntries(Object.keys(printer(id)).map((key) => [key, null]));
  return { ...nothing, printer: id, state: 'unobserved', interval_s: 10, failed_polls: 0, queue: [], spools: [], ...more };
}

/** Twenty printers in a mix of states, for looking at. */
export function fleet() {
  const dimension = { product: 'Dimension SST 1200es', codename: 'sst1230', location: 'Room 12', fleet_group: 'Teaching' };
  const uprint = { product: 'uPrint SE Plus', codename: 'paia', location: 'Makerspace' };
  const fortus = { product: 'Fortus 450mc', codename: 'waikiki', location: 'Hall B', fleet_group: 'Research' };
  const f370 = { product: 'F370', codename: 'dorado3', location: 'Hall A' };
  const abs = [spool('model', 'ABSplus_IVR', 3.9, { color: 'Ivory', color_rgb: 'f1e9d2' }), spool('support', 'SR30', 12.5)];
  const four = [
    spool('model', 'ASA_RED', 61.3, { bay: 0, color: 'Red', color_rgb: 'c01f2e', initial_in3: 92.31, left_ratio: 0.66 }),
    spool('model', 'ASA_RED', 92.3, { bay: 1, color: 'Red', color_rgb: 'c01f2e', initial_in3: 92.31, left_ratio: 1, spool_status: 'IDLE' }),
    spool('support', 'SR35', 18.2, { bay: 2, initial_in3: 92.31, left_ratio: 0.2 }),
    spool('support', null, null, { bay: 3, is_loaded: false, left_ratio: null }),
  ];
  return [
    building('dim-1', 0.42, 15_600, { ...dimension, name: 'Dimension 1', job_name: 'intake_manifold_rev4', webcam: '/cam/dim-1' }),
    printer('dim-2', { ...dimension, name: 'Dimension 2', state: 'part_waiting', status_text: 'Part Done', state_began_at: NOW_S - 7900, job_id: 31, job_name: 'gearbox_housing', owner: 'Okafor', progress_ratio: 1, progress_source: 'state', time_ratio: 0.98, model_ratio: 1, support_ratio: 1, layer: 412, layers_total: 412, queue: [waiting('lid_for_gearbox', 5400)] }),
    building('fortus-1', 0.71, 98_000, { ...fortus, name: 'Fortus 450', job_name: 'wing_section_upper_07', owner: 'Lindqvist', spools: four, model_material: 'ASA_RED', support_material: 'SR35', model_needed_in3: 88, support_needed_in3: 24, support_used_in3: 2, queue: [waiting('wing_section_lower_07', 101_000), waiting('rib_set', 8000, { position: 2, job_id: 57, owner: 'Lindqvist' })] }),
    building('uprint-1', 0.18, 21_300, { ...uprint, name: 'uPrint by the window', job_name: 'phone_dock', owner: 'Sato', spools: abs, model_material: 'ABSplus_IVR', model_needed_in3: 6.5, model_used_in3: 1.2, model_ratio: 0.18, progress_ratio: 0.18 }),
    printer('uprint-2', { ...uprint, name: 'uPrint at the door', state: 'error', status_text: "Can't Find Home", explanation: 'Clear the chamber and restart.', state_began_at: NOW_S - 2500 }),
    printer('uprint-3', { ...uprint, name: 'uPrint 3', queue: [waiting('calibration cube', 1500)] }),
    building('f370-1', 0.96, 7200, { ...f370, name: 'F370 left', job_name: 'jig_for_drilling', owner: 'Haddad' }),
    building('f370-2', 0.35, 40_000, { ...f370, name: 'F370 right', state: 'paused', status_text: 'Paused', state_began_at: NOW_S - 620, eta_at: null, job_name: 'cable_guides_x12', owner: 'Novak', explanation: 'Load model material.' }),
    printer('f170-1', { product: 'F170', codename: 'dorado1', name: 'F170', location: 'Library', state: 'offline', status_text: 'Building', state_began_at: NOW_S - 5100, answered_at: NOW_S - 5110, failed_polls: 164, trouble: 'no answer within 5 s', job_id: 12, job_name: 'chess_set', owner: 'Meyer', progress_ratio: 0.55, progress_source: 'time', time_ratio: 0.55 }),
    building('dim-3', 0, 9800, { ...dimension, name: 'Dimension 3', state: 'preparing', state_began_at: NOW_S - 340, eta_at: null, started_at: null, progress_ratio: 0, layer: null, time_ratio: null, model_ratio: 0, support_ratio: 0, job_name: 'valve_body', owner: 'Rivera', envelope_temp_c: 51 }),
    printer('mojo', { product: 'Mojo', codename: 'solo', name: 'Mojo', location: 'Office 3' }),
    building('dim-4', 0.99, 10_800, { ...dimension, name: 'Dimension 4', eta_at: NOW_S - 760, job_name: 'handle', owner: 'Chen' }),
    printer('fortus-900', { product: 'Fortus 900mc', codename: 'lffs', name: 'Fortus 900', location: 'Hall B', state: 'maintenance', status_text: 'Head Maintenance', state_began_at: NOW_S - 93_000 }),
    printer('new', { product: null, codename: 'kailua', location: 'Hall A', state: 'unmapped', status_text: 'Flushing Lines', state_began_at: NOW_S - 95 }),
    unpolled('f123-9', { name: 'F370 in transit', product: 'F370' }),
    printer('dim-5', { ...dimension, name: 'Dimension 5', failed_polls: 2, answered_at: NOW_S - 47, trouble: 'connection refused' }),
    building('fortus-2', 0.12, 260_000, { ...fortus, name: 'Fortus 450 south', job_name: HOSTILE, owner: HOSTILE, spools: four, model_material: 'ASA_RED' }),
    building('uprint-4', 0.63, 12_000, { ...uprint, name: 'uPrint 4', job_name: LONG, owner: 'Abernathy-Featherstonehaugh' }),
    printer('uprint-5', { ...uprint, name: 'uPrint 5' }),
    building('f370-3', 0.5, 30_000, { ...f370, name: 'F370 middle', job_name: 'drone_arm_set', owner: 'Kowalski', progress_source: 'model_material' }),
  ];
}
