export { EscalationsFacade, type OpenEscalation } from './escalations.facade';
export { EscalationsModule } from './escalations.module';
