import type { BusinessCard } from '../../workspace';

type Catalogue = BusinessCard['catalogue'];

/** What the profile says, to be searched; empty when it says nothing. */
export function businessText({ description, location, website, hours, timeZone, documents }: BusinessCard): string {
  const facts = [description, labelled('Address', location), labelled('Website', website)];
  const parts = [
    facts.filter((fact) => fact !== null).join('\n\n'),
    hours.length === 0 ? '' : `# Opening hours (${timeZone})\n${hours.join('\n')}`,
    documents.length === 0 ? '' : `# Documents\n${documents.map(({ title, url }) => `${title}: ${url}`).join('\n')}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Each product under a heading of its own; empty when there is none. */
export function catalogueText(catalogue: Catalogue): string {
  return catalogue
    .map(({ name, description, price }) =>
      [`# ${name}`, description, price === undefined ? undefined : `Price: ${price}`]
        .filter((line) => line !== undefined)
        .join('\n'),
    )
    .join('\n\n');
}

const labelled = (label: string, value: string | null): string | null => (value === null ? null : `${label}: ${value}`);
