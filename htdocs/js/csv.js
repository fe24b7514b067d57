// Addresses of CSV: as the API writes it, and as a spreadsheet of the reader's locale opens it by a double click.
import { formatNumber } from './format.js';

const isDecimalComma = formatNumber(0.5, 1).includes(',');
const SPREADSHEET = isDecimalComma ? '&bom=1&decimal=comma&sep=semicolon' : '&bom=1';

/** The same of an address of CSV for Excel. */
export const csvForExcel = (csv) => csv + SPREADSHEET;
