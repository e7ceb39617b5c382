import { MessagingProfileController } from './messaging-profile.controller';
import { MessagingProfile } from './messaging-profile.service';

export const MESSAGING_PROFILE_CONTROLLERS = [MessagingProfileController];

export const MESSAGING_PROFILE_PROVIDERS = [MessagingProfile];
