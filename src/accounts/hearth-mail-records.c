/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-records.h"

#include "hearth-account-settings.h"
#include "hearth-server-probe.h"

#include <string.h>

/* The four SRV records that say where a domain's mail is read and sent, RFC 6186, and RFC 8314,
 * section 5.1. They are looked up at once and put together when the last is known. */

static const struct {
  const char *service;
  HearthProtocol protocol;
  HearthSecurity security;
} services[] = {
  { "imaps", HEARTH_PROTOCOL_IMAP, HEARTH_SECURITY_TLS },
  { "imap", HEARTH_PROTOCOL_IMAP, HEARTH_SECURITY_STARTTLS },
  { "submissions", HEARTH_PROTOCOL_SMTP, HEARTH_SECURITY_TLS },
  { "submission", HEARTH_PROTOCOL_SMTP, HEARTH_SECURITY_STARTTLS },
};

typedef struct {
  char *address; /* (owned) */
  guint waiting;
  HearthMailServer found[2][2]; /* (owned) by protocol and security; no host where there is none */
} Records;

/* One of the four. */
typedef struct {
  GTask *task; /* (owned) */
  HearthProtocol protocol;
  HearthSecurity security;
} Record;

static void
records_free (gpointer data)
{
  Records *records = data;

  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    hearth_mail_server_clear (&records->found[services[i].protocol][services[i].security]);
  g_free (records->address);
  g_free (records);
}

/* TLS from the first byte before what is upgraded. */
static void
take_server (HearthMailServer *to, const HearthMailServer found[2])
{
  const HearthMailServer *best = found[HEARTH_SECURITY_TLS].host != NULL
                                     ? &found[HEARTH_SECURITY_TLS]
                                     : &found[HEARTH_SECURITY_STARTTLS];

  if (best->host == NULL)
    return;
  hearth_mail_server_clear (to);
  hearth_mail_server_copy (best, to);
}

static void
return_choice (GTask *task)
{
  Records *records = g_task_get_task_data (task);
  g_autoptr (HearthAccountChoice) choice =
      hearth_account_choice_new (records->address, HEARTH_CHOICE_SRV,
                                 strrchr (records->address, '@') + 1);

  take_server (&choice->account->imap, records->found[HEARTH_PROTOCOL_IMAP]);
  take_server (&choice->account->smtp, records->found[HEARTH_PROTOCOL_SMTP]);
  if (*choice->account->imap.host == '\0')
    g_clear_pointer (&choice, hearth_account_choice_free);
  g_task_return_pointer (task, g_steal_pointer (&choice),
                         (GDestroyNotify) hearth_account_choice_free);
}

static void
resolved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree Record *record = user_data;
  g_autoptr (GTask) task = record->task;
  Records *records = g_task_get_task_data (task);
  HearthMailServer *found = &records->found[record->protocol][record->security];
  GList *targets = g_resolver_lookup_service_finish (G_RESOLVER (object), result, NULL);

  for (GList *item = targets; item != NULL && found->host == NULL; item = item->next) {
    guint16 port = g_srv_target_get_port (item->data);
    g_autofree char *host = hearth_account_dup_host (g_srv_target_get_hostname (item->data));

    /* A target of "." says that there is no such service. */
    if (host == NULL || port == 0)
      continue;
    *found = (HearthMailServer){ .host = g_steal_pointer (&host),
                                 .port = port,
                                 .security = record->security,
                                 .user = g_strdup (records->address) };
  }
  g_resolver_free_targets (targets);
  if (--records->waiting == 0)
    return_choice (task);
}

/**
 * hearth_mail_records_look_up_async:
 * @resolver: asks DNS
 * @address: the owner's address
 * @cancellable: (nullable): a cancellable
 * @callback: called when all is known
 * @user_data: for @callback
 *
 * Looks up what the domain of an address says about its mail servers.
 */
void
hearth_mail_records_look_up_async (GResolver *resolver, const char *address,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Records *records = g_new0 (Records, 1);

  g_return_if_fail (strchr (address, '@') != NULL);
  records->address = g_strdup (address);
  records->waiting = G_N_ELEMENTS (services);
  g_task_set_source_tag (task, hearth_mail_records_look_up_async);
  g_task_set_task_data (task, records, records_free);
  for (guint i = 0; i < G_N_ELEMENTS (services); i++) {
    Record *record = g_new0 (Record, 1);

    record->task = g_object_ref (task);
    record->protocol = services[i].protocol;
    record->security = services[i].security;
    g_resolver_lookup_service_async (resolver, services[i].service, "tcp",
                                     strrchr (address, '@') + 1, cancellable, resolved_cb, record);
  }
}

/**
 * hearth_mail_records_look_up_finish:
 * @result: what the callback got
 * @error: only `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable): the servers; %NULL without an error if the domain names none
 */
HearthAccountChoice *
hearth_mail_records_look_up_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
