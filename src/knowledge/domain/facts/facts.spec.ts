import { type FactTexts, FactSources } from './fact-sources';
import { factsOf } from './facts-of';
import { hostOf, isAllowedHost, linkReading } from './links';

const likeliest = (text: string) => factsOf(text).map(({ readings }) => readings[0]);

describe('factsOf', () => {
  it.each([
    ['It costs $1,299.00 today', ['amount:$:1299']],
    ['1.299,00 € statt 1.499 €', ['amount:EUR:1299', 'amount:EUR:1499']],
    ['EUR 50', ['amount:EUR:50']],
    ['50 euros', ['amount:EUR:50']],
    ['fifty dollars', ['amount:$:50']],
    ['49,90 zł', ['amount:PLN:49.9']],
    ['R$ 1.234,56', ['amount:BRL:1234.56']],
    ['¥3万', ['amount:¥:30000']],
    ['100元', ['amount:¥:100']],
    ['٥٠ ريال', ['amount:SAR:50']],
    ['5k €', ['amount:EUR:5000']],
    ['500 руб.', ['amount:RUB:500']],
    ['20% off, then 15 percent', ['percentage:20', 'percentage:15']],
    ['fifty percent', ['percentage:50']],
    ['%20 indirim, yüzde 30', ['percentage:20', 'percentage:30']],
    ['８折', ['percentage:20']],
    ['２０％', ['percentage:20']],
    ['٢٠٪', ['percentage:20']],
    ['on 2026-11-23', ['date:2026-11-23']],
    ['am 23. November 2026', ['date:2026-11-23']],
    ['November 23rd, 2026', ['date:2026-11-23']],
    ['el 23 de noviembre', ['date:-11-23']],
    ['23 ноября', ['date:-11-23']],
    ['11月23日', ['date:-11-23']],
    ['23.11.', ['date:-11-23']],
    ['9:30 pm', ['time:21:30']],
    ['9am', ['time:09:00']],
    ['18 Uhr', ['time:18:00']],
    ['call +49 151 2345678', ['phone:512345678']],
    ['555-123-4567', ['phone:551234567']],
    ['write to A.b@C.de', ['email:a.b@c.de']],
    ['@evil_shop knows', ['handle:evil_shop']],
    ['DE89 3704 0044 0532 0130 00', ['account:de89370400440532013000']],
    ['use WELCOME10', ['code:welcome10']],
    ['https://www.Shop.com/A/?b=1#c', ['link:shop.com/A?b=1']],
    ['evil．com', ['link:evil.com']],
    ['evil[.]com and evil (dot) org', ['link:evil.com', 'link:evil.org']],
    ['go to evil dot com', ['link:evil.com']],
    ['a [at] b.com', ['email:a@b.com']],
    ['tg://join?invite=1', ['link:join?invite=1']],
    ['evil.local/pay', ['link:evil.local/pay']],
    ['a@evil.local', ['email:a@evil.local']],
    ['within 30 days', ['number:30']],
    ['1. first\n2) second', []],
    ['no facts here', []],
  ])('%j', (text, expected) => expect(likeliest(text)).toEqual(expected));
});

describe('support', () => {
  const sources = (texts: Partial<FactTexts>) => new FactSources({ trusted: [], prices: [], customer: [], ...texts });
  const supportIn = (texts: Partial<FactTexts>, reply: string) => {
    const known = sources(texts);
    return factsOf(reply).map((fact) => known.supportOf(fact));
  };

  it.each<[string, Partial<FactTexts>, string, string[]]>([
    ['the same in another writing', { trusted: ['Preis: 1.299,00 €'] }, 'It is €1,299', ['trusted']],
    ['another currency', { trusted: ['50 €'] }, '$50', ['none']],
    ['a number is no amount', { trusted: ['within 50 days'] }, '50 €', ['none']],
    ['an amount is a number', { trusted: ['50 €'] }, 'just 50', ['trusted']],
    ['a catalogue price without a currency', { prices: ['49.90'] }, '49,90 €', ['trusted']],
    ['only the customer says so', { customer: ['you promised 90%'] }, 'yes, 90 % off', ['customer']],
    ['date in another writing', { trusted: ['until 23.11.2026'] }, 'until November 23', ['trusted']],
    ['a year that nobody said', { trusted: ['until November 23'] }, '23.11.2031', ['none']],
    ['hours', { trusted: ['09:00–18:00'] }, 'from 9am to 6 pm', ['trusted', 'trusted']],
    ['a link below the same path', { trusted: ['https://shop.com/a'] }, 'shop.com/b', ['none']],
    ['a link without its scheme', { trusted: ['https://www.shop.com/a/'] }, 'shop.com/a', ['trusted']],
    ['a telephone number', { trusted: ['+49 (0)151-2345678'] }, '0151 2345678', ['trusted']],
    ['another one', { trusted: ['+49 151 2345678'] }, '0151 2345679', ['none']],
    ['a doubled discount', { trusted: ['10% off'] }, '20% off', ['none']],
  ])('%s', (_name, texts, reply, expected) => expect(supportIn(texts, reply)).toEqual(expected));
});

describe('links', () => {
  it.each([
    ['https://WWW.Shop.com:8443/x', 'shop.com'],
    ['//evil.com/a', 'evil.com'],
    ['http://аpple.com', 'xn--pple-43d.com'],
    ['javascript:alert(1)', null],
  ])('host of %s', (address, host) => expect(hostOf(address)).toBe(host));

  it('tells a user name apart', () => expect(linkReading('https://shop.com@evil.com/a')).toBe('shop.com@evil.com/a'));

  it.each([
    ['shop.com', true],
    ['de.shop.com', true],
    ['evilshop.com', false],
    ['shop.com.evil.org', false],
  ])('%s below shop.com: %s', (host, allowed) => expect(isAllowedHost(host, ['shop.com'])).toBe(allowed));
});
