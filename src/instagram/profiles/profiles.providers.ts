import { Profiles } from './profiles.service';
import { RefreshProfilesJob } from './refresh-profiles.job';

export const PROFILES_PROVIDERS = [Profiles, RefreshProfilesJob];
