export function MailSettingsPage() {
  return null;
}
