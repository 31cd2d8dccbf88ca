/* eslint-disable */ export class PublishService { [k: string]: any }
