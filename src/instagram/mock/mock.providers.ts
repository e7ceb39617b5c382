import { MockAccountsController } from './mock-accounts.controller';
import { MockAccounts } from './mock-accounts.service';

export const MOCK_CONTROLLERS = [MockAccountsController];
export const MOCK_PROVIDERS = [MockAccounts];
