import { z } from 'zod';
import { SettingsGroup } from '../../workspace';
import type { AiLimits } from '../domain/ai/ai-caps';

const dollars = z.number().min(0).max(1_000_000);

export const aiSettings = new SettingsGroup<AiLimits>({
  name: 'ai',
  schemaVersion: 1,
  about: 'What AI may cost: limits on spending in US dollars, and on the tokens of one conversation.',
  fields: {
    dailySpendUsd: dollars,
    monthlySpendUsd: dollars,
    conversationDailyTokens: z.int().min(0).max(100_000_000),
  },
  defaults: { dailySpendUsd: null, monthlySpendUsd: null, conversationDailyTokens: null },
});
