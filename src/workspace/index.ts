export type { NewOwner, Owner } from './identity.service';
export { WorkspaceFacade } from './workspace.facade';
export { WorkspaceModule } from './workspace.module';
