export { CrmFacade, type Participant } from './crm.facade';
export { CrmModule } from './crm.module';
