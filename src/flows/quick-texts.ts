import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TextLanguage, type TextValues } from '../conversations';
import { Contributions } from '../shared/kernel';
import { pathOf, type Reference, readReference, type Scope, SCOPE_FIELDS } from './domain/template/reference';
import { parseTemplate, renderTemplate } from './domain/template/template';

const CONTACT_FIELDS: readonly string[] = SCOPE_FIELDS.contact;

/** The language of flows, for the texts that members keep. */
@Injectable()
export class QuickTexts extends TextLanguage implements OnModuleInit {
  constructor(private readonly contributions: Contributions) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(TextLanguage, this);
  }

  override problemOf(source: string, { vars }: { vars: readonly string[] }): string | null {
    const parsed = parseTemplate(source);
    if (!parsed.ok) return parsed.reason;
    const { references, strangers } = parsed.template;
    const unknown = references.filter((reference) => !isKnown(reference, vars)).map(pathOf);
    const [first] = [...strangers, ...unknown];
    return first === undefined ? null : `"${first}" is not known here`;
  }

  override render(source: string, values: TextValues): { text: string; missing: string[] } {
    const scope: Scope = { ...values, message: {}, config: {}, context: {}, time: {} };
    const parsed = parseTemplate(source);
    const references = parsed.ok ? parsed.template.references : [];
    const missing = references.filter((reference) => readReference(reference, scope) === undefined).map(pathOf);
    return { text: renderTemplate(source, scope), missing: [...new Set(missing)] };
  }
}

function isKnown({ root, path: [first = ''] }: Reference, vars: readonly string[]): boolean {
  if (root === 'contact') return CONTACT_FIELDS.includes(first);
  return root === 'vars' && vars.includes(first);
}
