import { z } from 'zod';
import { SettingsGroup } from '../workspace';
import { BOT_RETURNS, type BotReturn } from './domain/hold-rule';
import type { HoldingTexts } from './domain/holding-texts';
import { SEVERITIES, type Severity, type SeverityRule } from './domain/severity';
import type { SlaTerms } from './domain/sla';

export interface EscalationSettingsValues {
  sla: Readonly<Record<Severity, SlaTerms>>;
  slaWarnPercent: number;
  severityRules: readonly SeverityRule[];
  reopenDays: number;
  botReturns: BotReturn;
  holdingTexts: readonly HoldingTexts[];
}

const MAX_SLA_MINUTES = 60 * 24 * 60;
const minutes = z.int().min(1).max(MAX_SLA_MINUTES).nullable();
const terms: z.ZodType<SlaTerms> = z.strictObject({
  firstResponseMinutes: minutes,
  resolutionMinutes: minutes,
  businessHours: z.boolean(),
});
const line = (max: number) => z.string().trim().min(1).max(max);
const severity = z.enum(SEVERITIES);
const languageTag = z
  .string()
  .max(35)
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR');
const heldText = line(900).optional();

const promise = (firstResponseMinutes: number, resolutionMinutes: number, inHours = true): SlaTerms => ({
  firstResponseMinutes,
  resolutionMinutes,
  businessHours: inHours,
});

export const escalationSettings = new SettingsGroup<EscalationSettingsValues>({
  name: 'escalations',
  schemaVersion: 1,
  about:
    'How urgent it is when a person is needed, how fast one answers, what customers are told, and when the bot speaks again.',
  fields: {
    sla: z.strictObject({ low: terms, normal: terms, high: terms, critical: terms }),
    slaWarnPercent: z.int().min(10).max(99),
    severityRules: z
      .array(
        z
          .strictObject({
            reasons: z.array(line(200)).min(1).max(30).optional(),
            words: z.array(line(80)).min(1).max(50).optional(),
            severity,
          })
          .refine((rule) => rule.reasons !== undefined || rule.words !== undefined, 'must name reasons or words'),
      )
      .max(50),
    reopenDays: z.int().min(0).max(365),
    botReturns: z.enum(BOT_RETURNS),
    holdingTexts: z
      .array(z.strictObject({ language: languageTag, waiting: heldText, again: heldText, closed: heldText }))
      .max(50)
      .refine(
        (texts) => new Set(texts.map(({ language }) => language.toLowerCase())).size === texts.length,
        'must name each language once',
      ),
  },
  defaults: {
    sla: {
      low: promise(480, 2_880),
      normal: promise(120, 1_440),
      high: promise(30, 480),
      critical: promise(15, 120, false),
    },
    slaWarnPercent: 75,
    severityRules: [],
    reopenDays: 7,
    botReturns: 'after_silence',
    holdingTexts: [],
  },
});
