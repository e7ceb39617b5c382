/** Bank accounts (IBAN, ISO 13616) and addresses of crypto-currencies. */
export const ACCOUNT =
  /(?<![\p{L}\d])(?:[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?|0x[0-9a-fA-F]{40}|bc1[a-z0-9]{20,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33})(?![\p{L}\d])/gu;

/** With a country code, a leading zero, or in groups; other long numbers are order numbers and the like. */
export const PHONE =
  /(?<![\p{L}\d])(?:\+|00|0(?=\d)|\()\(?\d(?:[\s().\-/]{0,2}\d){6,14}(?!\d)|(?<!\d)\d{3,4}[-.\s]\d{3,4}[-.\s]\d{3,4}(?!\d)/gu;

/** Of any domain, registered or not. */
export const EMAIL = /(?<![\p{L}\d])[\p{L}\d.+_-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;
