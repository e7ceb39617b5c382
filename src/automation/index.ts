export { automationNotFound, configInvalid } from './automation.errors';
export {
  type AutomationInstance,
  AutomationInstancesService,
  type CreateAutomation,
} from './automation-instances.service';
export { AutomationIntents } from './intents/automation-intents.service';
export { AutomationModule } from './automation.module';
export type { InstanceStats } from './domain/instance-stats';
export { runFlowTests } from './simulator/domain/run-flow-tests';
