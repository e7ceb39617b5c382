export { automationNotFound, configInvalid } from './automation.errors';
export {
  type AutomationInstance,
  AutomationInstancesService,
  type CreateAutomation,
} from './automation-instances.service';
export { AutomationModule } from './automation.module';
export type { InstanceStats } from './domain/instance-stats';
