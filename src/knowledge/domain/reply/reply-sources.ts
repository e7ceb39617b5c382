import { FactSources } from '../facts/fact-sources';
import { factsOf } from '../facts/facts-of';
import { hostOf } from '../facts/links';
import type { BusinessFacts, Passage, ReplyRequest } from './reply-request';

/** Who has said what: the business in its settings, cited knowledge and own messages; or only the customer. */
export function sourcesOf(request: ReplyRequest, cited: readonly Passage[]): FactSources {
  const { settings, business, task, history, summary, message } = request;
  const ours = history.filter(({ from }) => from !== 'customer').map(({ text }) => text);
  const theirs = history.filter(({ from }) => from === 'customer').map(({ text }) => text);
  return new FactSources({
    trusted: [
      ...cited.flatMap(({ title, text }) => [title, text]),
      ...wordsOf(business),
      ...present([settings.assistant.name, settings.assistant.description, settings.assistant.prompt]),
      ...ours,
    ],
    prices: business.catalogue.flatMap(({ price }) => (price === undefined ? [] : [price])),
    // The task may quote the customer, the summary is a model's: neither makes a claim true.
    customer: [...theirs, message.text, ...present([task, summary])],
  });
}

/** Hosts that replies may link to: those allowed, and those of the business itself. */
export function hostsOf({ settings: { allowedHosts }, business }: ReplyRequest): string[] {
  const own = [business.website, ...business.documents.map(({ url }) => url)];
  const hosts = own.map((url) => (url === null ? null : hostOf(url)));
  return [...allowedHosts, ...hosts.filter((host) => host !== null)];
}

/** Whether a reply states something that could be wrong. */
export const statesFacts = (text: string): boolean => factsOf(text).length > 0;

const present = (texts: readonly (string | null)[]): string[] => texts.filter((text) => text !== null);

function wordsOf(business: BusinessFacts): string[] {
  const { businessName, description, location, website, catalogue, documents, hours } = business;
  return [
    ...present([businessName, description, location, website]),
    ...catalogue.flatMap(({ name, description: about }) => (about === undefined ? [name] : [name, about])),
    ...documents.flatMap(({ title, url }) => [title, url]),
    ...hours,
  ];
}
