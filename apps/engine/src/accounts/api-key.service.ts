/* eslint-disable */ export class ApiKeyService { [k: string]: any }
