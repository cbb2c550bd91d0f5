/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-eds-handle.h"

static void
contacts_cb (EBookClientView *view, const GSList *contacts, HearthEdsEar *ear)
{
  for (const GSList *node = contacts; node != NULL; node = node->next)
    hearth_eds_ear_noticed (ear, e_contact_get_const (node->data, E_CONTACT_UID), FALSE);
}

static void
removed_cb (EBookClientView *view, const GSList *uids, HearthEdsEar *ear)
{
  for (const GSList *node = uids; node != NULL; node = node->next)
    hearth_eds_ear_noticed (ear, node->data, FALSE);
}

/* Everyone. */
static char *
dup_query (void)
{
  EBookQuery *query = e_book_query_any_field_contains ("");
  char *text = e_book_query_to_string (query);

  e_book_query_unref (query);
  return text;
}

/**
 * hearth_eds_book_watch_sync:
 * @self: an address book
 * @cancellable: (nullable): stops it
 * @error: where to put the reason of a failure: one of the library
 *
 * Begins to tell of changes of the address book.
 *
 * Returns: whether it does
 */
gboolean
hearth_eds_book_watch_sync (HearthEdsHandle *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *query = dup_query ();
  EBookClientView *view = NULL;

  if (!e_book_client_get_view_sync (E_BOOK_CLIENT (self->client), query, &view, cancellable, error))
    return FALSE;
  self->view = G_OBJECT (view);
  hearth_eds_handle_connect (self, view, "objects-added", G_CALLBACK (contacts_cb));
  hearth_eds_handle_connect (self, view, "objects-modified", G_CALLBACK (contacts_cb));
  hearth_eds_handle_connect (self, view, "objects-removed", G_CALLBACK (removed_cb));
  /* Who is there already is read by itself. */
  e_book_client_view_set_flags (view, E_BOOK_CLIENT_VIEW_FLAGS_NONE, error);
  if (*error != NULL)
    return FALSE;
  e_book_client_view_start (view, error);
  return *error == NULL;
}

static char *
dup_text (EContact *contact)
{
#if EDS_CHECK_VERSION(3, 59, 0)
  return e_vcard_convert_to_string (E_VCARD (contact), E_VCARD_VERSION_30);
#else
  return e_vcard_to_string (E_VCARD (contact), EVC_FORMAT_VCARD_30);
#endif
}

/**
 * hearth_eds_book_read_all_sync:
 * @self: an address book
 * @func: (scope call): receives each; may stop it
 * @user_data: for @func
 * @cancellable: (nullable): stops it
 * @error: where to put the reason of a failure, in the domain %HEARTH_EDS_ERROR
 *
 * Hands over all contacts, on the calling thread. Waits %HEARTH_EDS_WAIT_ALL seconds at most.
 *
 * Returns: whether all were read, or @func stopped it
 */
gboolean
hearth_eds_book_read_all_sync (HearthEdsHandle *self, HearthEdsObjectFunc func, gpointer user_data,
                               GCancellable *cancellable, GError **error)
{
  g_auto (HearthEdsWait) wait = { 0 };
  g_autofree char *query = dup_query ();
  GError *failure = NULL;
  GSList *contacts = NULL;

  hearth_eds_wait_begin (&wait, cancellable, HEARTH_EDS_WAIT_ALL);
  if (!e_book_client_get_contacts_sync (E_BOOK_CLIENT (self->client), query, &contacts,
                                        wait.cancellable, &failure))
    return hearth_eds_wait_translate (&wait, self->name, failure, error);
  for (GSList *node = contacts; node != NULL; node = node->next) {
    const char *uid = e_contact_get_const (node->data, E_CONTACT_UID);
    g_autofree char *text = dup_text (node->data);
    g_autofree char *etag = hearth_eds_dup_etag (text);

    if (uid != NULL && !func (uid, etag, text, user_data))
      break;
  }
  g_slist_free_full (contacts, g_object_unref);
  return TRUE;
}

/**
 * hearth_eds_book_read_sync:
 * @self: an address book
 * @href: a UID
 * @etag: (out) (optional) (transfer full): its version
 * @cancellable: (nullable): stops it
 * @error: where to put the reason of a failure; %HEARTH_EDS_ERROR_NOT_FOUND if it is not there
 *
 * Reads one contact. Waits %HEARTH_EDS_WAIT_CALL seconds at most.
 *
 * Returns: (transfer full) (nullable): a vCard of version 3.0
 */
char *
hearth_eds_book_read_sync (HearthEdsHandle *self, const char *href, char **etag,
                           GCancellable *cancellable, GError **error)
{
  g_auto (HearthEdsWait) wait = { 0 };
  EContact *contact = NULL;
  GError *failure = NULL;
  char *text;

  hearth_eds_wait_begin (&wait, cancellable, HEARTH_EDS_WAIT_CALL);
  if (!e_book_client_get_contact_sync (E_BOOK_CLIENT (self->client), href, &contact,
                                       wait.cancellable, &failure)) {
    hearth_eds_wait_translate (&wait, self->name, failure, error);
    return NULL;
  }
  text = dup_text (contact);
  g_object_unref (contact);
  if (etag != NULL)
    *etag = hearth_eds_dup_etag (text);
  return text;
}
