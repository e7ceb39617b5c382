import { z } from 'zod';
import { SettingsGroup } from '../../workspace';
import { GATE_MODES, type GateMode } from '../domain/evals/proposed-change';

export interface EvalGateSettings {
  mode: GateMode;
}

export const evalGateSettings = new SettingsGroup<EvalGateSettings>({
  name: 'eval-gate',
  schemaVersion: 1,
  about:
    'Whether changes of the assistant, its style and policy, and of what knowledge is searched must be tried on the golden sets first.',
  fields: { mode: z.enum(GATE_MODES) },
  defaults: { mode: 'off' },
});
