import { PostsController } from './posts.controller';
import { Posts } from './posts.service';

export const POSTS_CONTROLLERS = [PostsController];
export const POSTS_PROVIDERS = [Posts];
