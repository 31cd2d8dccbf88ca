/* eslint-disable */ export class WorkspaceService { [k: string]: any }
