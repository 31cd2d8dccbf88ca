import { Choice, Email, Flag, Int, Nested, NestedList, Text, TimeZone } from '../http/fields.js';
import { ROLES, type Role } from './roles.js';

export const LANGUAGES = ['en', 'zh-CN'] as const;

/** Either e-mail and password, or the one-time token of a sign-in link. */
export class SignIn {
  @Email({ optional: true }) email?: string;
  @Text({ optional: true, max: 256, format: 'password' }) password?: string;
  @Text({ optional: true, max: 200, description: 'From a sign-in link; works once.' }) token?: string;
}

export class UserView {
  @Int() id!: number;
  @Text({ format: 'email' }) email!: string;
  @Text() name!: string;
  @Flag({ description: 'False until a password was set: sign-in works by link only.' }) hasPassword!: boolean;
}

export class WorkspaceView {
  @Int() id!: number;
  @Text() name!: string;
  @Text() slug!: string;
  @TimeZone() timeZone!: string;
  @Choice(LANGUAGES) language!: (typeof LANGUAGES)[number];
  @Flag({ description: 'Filled by the demo generator.' }) isDemo!: boolean;
}

export class SessionView {
  @Nested(() => UserView) user!: UserView;
  @Nested(() => WorkspaceView, { description: 'Where every request of this session takes place.' })
  workspace!: WorkspaceView;
  @NestedList(() => WorkspaceView, { description: 'Everything the user may switch to.' }) workspaces!: WorkspaceView[];
  @Choice(ROLES) role!: Role;
  @Text({ description: 'Send as header `x-csrf-token` with every write.' }) csrfToken!: string;
}

export class NewPassword {
  @Text({ min: 10, max: 256, format: 'password' }) password!: string;
  @Text({ optional: true, max: 256, format: 'password', description: 'Needed once a password was set.' })
  currentPassword?: string;
}

export class WorkspaceChoice {
  @Int({ min: 1 }) workspaceId!: number;
}

export class WorkspaceChange {
  @Text({ optional: true, max: 100 }) name?: string;
  @TimeZone({ optional: true }) timeZone?: string;
  @Choice(LANGUAGES, { optional: true }) language?: (typeof LANGUAGES)[number];
}
