/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-message.h"
#include "hearth-imap-session-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_MAX_LITERAL ((gsize) 64 * 1024 * 1024)
/* Commands under way at once, so that the server never waits for Hearth to ask. */
#define MAX_UNDER_WAY 3
/* Messages per command: the first one is small, so that the newest are there at once. */
#define FIRST_BATCH 200
#define BATCH 1000
#define BODY_BATCH 200
/* FETCH responses that a server may send for one command, as a multiple of what was asked for. */
#define MAX_EXTRA 1000000

typedef struct {
  const HearthImapFetch *fetch;
  const HearthImapUidSet *uids;
  HearthImapItems wanted; /* a FETCH without any of these is an unasked one */
  HearthImapMessageFunc func;
  gpointer user_data;
  gboolean stopped;
  guint64 n_responses;
} Fetching;

/* Whether a message was asked for, and not only told of. */
static gboolean
is_asked_for (const Fetching *fetching, const HearthImapMessage *message)
{
  return message->uid != 0 && (message->has & fetching->wanted) != 0 &&
         hearth_imap_uid_set_contains (fetching->uids, message->uid);
}

static gboolean
fetch_cb (HearthImapSession *self, HearthImapResponse *response, gpointer user_data)
{
  Fetching *fetching = user_data;
  HearthImapMessage message;

  if (response->kind != HEARTH_IMAP_RESPONSE_NUMBER || !hearth_imap_response_is (response, "FETCH"))
    return FALSE;
  fetching->n_responses++;
  hearth_imap_message_parse (&message, &response->rest, self->utf8, &self->arena);
  message.sequence = response->number;
  if (!is_asked_for (fetching, &message)) {
    if (message.has != 0)
      hearth_imap_session_tell_changed (self, &message);
  } else if (!fetching->stopped) {
    self->busy = TRUE;
    fetching->stopped = !fetching->func (&message, fetching->user_data);
    self->busy = FALSE;
  }
  return TRUE;
}

static void
append_item (GString *text, const char *item)
{
  if (text->str[text->len - 1] != '(')
    g_string_append_c (text, ' ');
  g_string_append (text, item);
}

static void
append_section (GString *text, const char *section, gsize first_bytes)
{
  g_autofree char *item = first_bytes > 0 ? g_strdup_printf ("BODY.PEEK[%s]<0.%" G_GSIZE_FORMAT ">",
                                                             section, first_bytes)
                                          : g_strdup_printf ("BODY.PEEK[%s]", section);

  append_item (text, item);
}

/* What is asked of a message, as far as the server knows it. */
static char *
dup_items (HearthImapSession *self, const HearthImapFetch *fetch)
{
  static const struct {
    HearthImapItems item;
    HearthImapFeature needs;
    const char *text;
  } items[] = {
    { HEARTH_IMAP_ITEM_FLAGS, 0, "FLAGS" },
    { HEARTH_IMAP_ITEM_INTERNAL_DATE, 0, "INTERNALDATE" },
    { HEARTH_IMAP_ITEM_SIZE, 0, "RFC822.SIZE" },
    { HEARTH_IMAP_ITEM_LABELS, HEARTH_IMAP_FEATURE_GMAIL, "X-GM-LABELS" },
    { HEARTH_IMAP_ITEM_IDS, HEARTH_IMAP_FEATURE_GMAIL, "X-GM-MSGID X-GM-THRID" },
    { HEARTH_IMAP_ITEM_IDS, HEARTH_IMAP_FEATURE_OBJECTID, "EMAILID THREADID" },
    { HEARTH_IMAP_ITEM_PREVIEW, HEARTH_IMAP_FEATURE_PREVIEW, "PREVIEW" },
    { HEARTH_IMAP_ITEM_STRUCTURE, 0, "BODYSTRUCTURE" },
    { HEARTH_IMAP_ITEM_HEADER, 0, "BODY.PEEK[HEADER]" },
  };
  GString *text = g_string_new ("(UID");

  for (guint i = 0; i < G_N_ELEMENTS (items); i++) {
    if ((fetch->items & items[i].item) != 0 && (self->features & items[i].needs) == items[i].needs)
      append_item (text, items[i].text);
  }
  if ((fetch->items & HEARTH_IMAP_ITEM_MODSEQ) != 0 && self->selected_modseq)
    append_item (text, "MODSEQ");
  if ((fetch->items & HEARTH_IMAP_ITEM_BODY) != 0)
    append_section (text, "", fetch->first_bytes);
  for (guint i = 0; fetch->sections != NULL && fetch->sections[i] != NULL; i++)
    append_section (text, fetch->sections[i], fetch->first_bytes);
  g_string_append_c (text, ')');
  if (fetch->changed_since > 0) {
    g_string_append_printf (text, " (CHANGEDSINCE %" G_GUINT64_FORMAT "%s)", fetch->changed_since,
                            fetch->vanished && self->qresync ? " VANISHED" : "");
  }
  return g_string_free (text, FALSE);
}

/* What tells a FETCH that was asked for from one that only says that flags have changed. */
static HearthImapItems
wanted_items (const HearthImapFetch *fetch)
{
  HearthImapItems big = HEARTH_IMAP_ITEM_HEADER | HEARTH_IMAP_ITEM_BODY |
                        HEARTH_IMAP_ITEM_STRUCTURE | HEARTH_IMAP_ITEM_SIZE |
                        HEARTH_IMAP_ITEM_INTERNAL_DATE;

  if (fetch->sections != NULL && fetch->sections[0] != NULL)
    return HEARTH_IMAP_ITEM_SECTIONS |
           (fetch->items & (HEARTH_IMAP_ITEM_HEADER | HEARTH_IMAP_ITEM_BODY));
  if ((fetch->items & big) != 0)
    return fetch->items & big;
  return fetch->items | HEARTH_IMAP_ITEM_FLAGS;
}

static guint
batch_size (const HearthImapFetch *fetch, guint n_sent)
{
  gboolean bodies = (fetch->items & HEARTH_IMAP_ITEM_BODY) != 0 || fetch->sections != NULL;
  guint full = fetch->batch > 0 ? fetch->batch : bodies ? BODY_BATCH : BATCH;

  return n_sent == 0 ? MIN (full, FIRST_BATCH) : full;
}

/* Sends the next batch. */
static gboolean
send_batch (HearthImapSession *self, HearthImapUidSet *left, guint n_uids, const char *items,
            HearthImapCommand *command, GCancellable *cancellable, GError **error)
{
  g_auto (HearthImapLine) line = { 0 };
  g_autoptr (HearthImapUidSet) taken = NULL;
  g_autofree char *set = hearth_imap_session_take_uids (left, n_uids, &taken);

  hearth_imap_line_init (&line, self, "UID FETCH ");
  hearth_imap_line_add (&line, set);
  hearth_imap_line_add (&line, " ");
  hearth_imap_line_add (&line, items);
  return hearth_imap_session_send (self, &line, HEARTH_IMAP_PACE_TRANSFER, command, cancellable,
                                   error);
}

/* Sends batches and reads what comes until all is done. The commands are a ring: they end in the
 * order in which they were sent, or are waited for in it. */
static gboolean
run_batches (HearthImapSession *self, Fetching *fetching, HearthImapUidSet *left,
             HearthImapCommand *commands, GCancellable *cancellable, GError **error)
{
  g_autofree char *items = dup_items (self, fetching->fetch);
  g_autoptr (GError) refused = NULL;
  guint n_sent = 0;
  guint n_done = 0;

  while (n_done < n_sent || (!fetching->stopped && !hearth_imap_uid_set_is_empty (left))) {
    HearthImapCommand *oldest = &commands[n_done % MAX_UNDER_WAY];

    if (n_sent - n_done < MAX_UNDER_WAY && !fetching->stopped &&
        !hearth_imap_uid_set_is_empty (left)) {
      HearthImapCommand *next = &commands[n_sent % MAX_UNDER_WAY];

      hearth_imap_command_clear (next);
      *next = (HearthImapCommand){ 0 };
      if (!send_batch (self, left, batch_size (fetching->fetch, n_sent), items, next, cancellable,
                       error))
        return FALSE;
      n_sent++;
      continue;
    }
    if (!oldest->done && !hearth_imap_session_step (self, cancellable, error))
      return FALSE;
    if (fetching->n_responses > (guint64) BATCH * (n_sent + 1) + MAX_EXTRA) {
      g_propagate_error (error, hearth_imap_session_fail (self, hearth_imap_error_new_limit (
                                                                    self->server.host)));
      return FALSE;
    }
    if (!oldest->done)
      continue;
    n_done++;
    /* Some refuse a batch because of one message; the others are still worth having. */
    if (refused == NULL)
      hearth_imap_session_judge (self, oldest, &refused);
  }
  if (refused == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refused));
  return FALSE;
}

/**
 * hearth_imap_session_fetch_sync:
 * @self: a session with a selected mailbox
 * @uids: which messages; those that are not there are passed over
 * @fetch: what of them
 * @func: is called for each, batch by batch from the newest to the oldest
 * @user_data: for @func
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError; `G_IO_ERROR_CANCELLED` also if @func stopped it, after which the
 *   session is still open
 *
 * Never sets \Seen. Memory is bounded by what @fetch says of a literal, however large a mailbox is.
 * With %HEARTH_IMAP_ERROR_NO some messages may have been delivered.
 *
 * Returns: whether all were delivered
 */
gboolean
hearth_imap_session_fetch_sync (HearthImapSession *self, const HearthImapUidSet *uids,
                                const HearthImapFetch *fetch, HearthImapMessageFunc func,
                                gpointer user_data, GCancellable *cancellable, GError **error)
{
  HearthImapCommand commands[MAX_UNDER_WAY] = { 0 };
  Fetching fetching = { fetch, uids, wanted_items (fetch), func, user_data, FALSE, 0 };
  g_autoptr (HearthImapUidSet) left = NULL;
  gboolean done;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && uids != NULL && func != NULL, FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  left = hearth_imap_uid_set_copy (uids);
  hearth_imap_framer_set_max_literal (self->framer, fetch->max_literal > 0 ? fetch->max_literal
                                                                           : DEFAULT_MAX_LITERAL);
  self->untagged = fetch_cb;
  self->untagged_data = &fetching;
  done = run_batches (self, &fetching, left, commands, cancellable, error);
  self->untagged = NULL;
  hearth_imap_framer_set_max_literal (self->framer, 0);
  for (guint i = 0; i < MAX_UNDER_WAY; i++) {
    hearth_imap_session_forget (self, &commands[i]);
    hearth_imap_command_clear (&commands[i]);
  }
  if (done && fetching.stopped) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("It was stopped."));
    return FALSE;
  }
  return done;
}

typedef struct {
  HearthImapUidSet *found; /* (owned) */
  gboolean damaged;
} Searching;

static void
take_search (HearthImapParser *at, Searching *searching)
{
  guint32 uid;

  for (hearth_imap_parser_space (at); hearth_imap_parser_number32 (at, &uid);
       hearth_imap_parser_space (at)) {
    if (uid > 0)
      hearth_imap_uid_set_add (searching->found, uid);
  }
}

/* ESEARCH, RFC 4731: (TAG "x") UID ALL 1:3 … */
static void
take_esearch (HearthImapParser *at, Searching *searching)
{
  const char *word;
  gsize size;

  hearth_imap_parser_space (at);
  if (hearth_imap_parser_peek (at, '(') && !hearth_imap_parser_skip (at))
    return;
  for (hearth_imap_parser_space (at); hearth_imap_parser_atom (at, &word, &size);
       hearth_imap_parser_space (at)) {
    g_autoptr (HearthImapUidSet) found = NULL;

    if (!hearth_imap_word_is (word, size, "ALL"))
      continue;
    hearth_imap_parser_space (at);
    if (!hearth_imap_parser_atom (at, &word, &size))
      return;
    found = hearth_imap_uid_set_parse (word, (gssize) size);
    searching->damaged = found == NULL;
    if (found != NULL)
      hearth_imap_uid_set_add_set (searching->found, found);
    return;
  }
}

static gboolean
search_cb (HearthImapSession *self, HearthImapResponse *response, gpointer user_data)
{
  if (response->kind != HEARTH_IMAP_RESPONSE_DATA)
    return FALSE;
  if (hearth_imap_response_is (response, "SEARCH"))
    take_search (&response->rest, user_data);
  else if (hearth_imap_response_is (response, "ESEARCH"))
    take_esearch (&response->rest, user_data);
  else
    return FALSE;
  return TRUE;
}

/**
 * hearth_imap_session_search_sync:
 * @self: a session with a selected mailbox
 * @criteria: as in RFC 9051, section 6.4.4, ASCII: "ALL", "SINCE 1-Jan-2026",
 *   "HEADER Message-ID"
 * @argument: (nullable): UTF-8, quoted and put behind @criteria
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable): the UIDs that were found
 */
HearthImapUidSet *
hearth_imap_session_search_sync (HearthImapSession *self, const char *criteria,
                                 const char *argument, GCancellable *cancellable, GError **error)
{
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { 0 };
  g_autoptr (HearthImapUidSet) found = NULL;
  Searching searching;
  gboolean done;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && criteria != NULL, NULL);
  if (!hearth_imap_session_check (self, error))
    return NULL;
  found = hearth_imap_uid_set_new ();
  searching = (Searching){ found, FALSE };
  hearth_imap_line_init (&line, self, "UID SEARCH ");
  if ((self->features & HEARTH_IMAP_FEATURE_ESEARCH) != 0)
    hearth_imap_line_add (&line, "RETURN (ALL) ");
  /* With UTF8=ACCEPT a charset must not be said, RFC 6855, section 3. */
  if (argument != NULL && !g_str_is_ascii (argument) && !self->utf8)
    hearth_imap_line_add (&line, "CHARSET UTF-8 ");
  hearth_imap_line_add (&line, criteria);
  if (argument != NULL) {
    hearth_imap_line_add (&line, " ");
    hearth_imap_line_add_string (&line, self, argument);
  }
  self->untagged = search_cb;
  self->untagged_data = &searching;
  done =
      hearth_imap_session_run (self, &line, HEARTH_IMAP_PACE_PATIENT, &command, cancellable, error);
  self->untagged = NULL;
  if (done && searching.damaged) {
    g_propagate_error (error, hearth_imap_error_new_protocol (self->server.host, NULL));
    return NULL;
  }
  return done ? g_steal_pointer (&found) : NULL;
}
