/** How people write currencies, by what is compared. One sign may stand for several currencies. */
const CURRENCIES: Readonly<Record<string, string>> = {
  EUR: '€ eur euro euros евро يورو ユーロ 欧元',
  $: 'us$ $ usd dollar dollars bucks dólares dólar dolar доллар долларов доллара دولار ドル 美元 美金',
  CAD: 'ca$ c$ cad',
  AUD: 'au$ a$ aud',
  GBP: '£ gbp pound pounds quid фунтов',
  CHF: 'chf sfr franken',
  '¥': '¥ jpy cny rmb yen yuan 円 元 块 塊 人民币',
  INR: '₹ inr rs rs. rupees rupee रुपये रुपए रु',
  BRL: 'r$ brl reais',
  MXN: 'mx$ mxn pesos peso',
  PLN: 'zł zl pln złotych złote złoty',
  KR: 'kr sek nok dkk kronor kroner',
  CZK: 'kč czk',
  HUF: 'ft huf',
  TRY: '₺ tl try lira lirası',
  RUB: '₽ rub руб руб. рублей рубля рубль',
  UAH: '₴ uah грн гривен',
  AED: 'aed درهم',
  SAR: 'sar ريال',
  EGP: 'egp جنيه',
  THB: '฿ thb baht บาท',
  KRW: '₩ krw won 원',
  IDR: 'rp rp. idr rupiah',
  VND: '₫ vnd',
  ILS: '₪ ils nis',
  CENT: 'cent cents ct centimes centavos copeck',
};

const BY_WORD: ReadonlyMap<string, string> = new Map(
  Object.entries(CURRENCIES).flatMap(([currency, words]) =>
    words.split(' ').map((word): [string, string] => [word, currency]),
  ),
);

const escaped = (word: string): string => word.replace(/[.$]/g, String.raw`\$&`);

/** A letter must not go on beside it; signs and scripts without spaces need no end. */
const bounded = (word: string): string =>
  String.raw`${/^[\p{L}]/u.test(word) ? String.raw`(?<![\p{L}])` : ''}${escaped(word)}${/[a-zа-яёíłščž]$/iu.test(word) ? String.raw`(?![\p{L}])` : ''}`;

export const CURRENCY = [...BY_WORD.keys()]
  .sort((left, right) => right.length - left.length)
  .map(bounded)
  .join('|');

export const currencyOf = (written: string): string => BY_WORD.get(written.toLowerCase()) ?? written.toUpperCase();
