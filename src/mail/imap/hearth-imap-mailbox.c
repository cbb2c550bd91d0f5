/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-message.h"
#include "hearth-imap-names.h"
#include "hearth-imap-session-private.h"
#include "hearth-imap-utf7.h"

#include <string.h>

/* Mailboxes of one account; a server that lists more is broken or hostile. */
#define MAX_MAILBOXES 100000
#define MAX_NAMESPACES 100
/* What is sent of the UIDs that are known, RFC 7162, section 3.2.5.2. */
#define MAX_KNOWN 7000

typedef struct {
  GPtrArray *mailboxes; /* (owned) of HearthImapMailbox */
  GHashTable *by_wire;  /* (owned) wire -> HearthImapMailbox */
} Listing;

/* Returns a mailbox name as it goes by everywhere, in modified UTF-7. */
static char *
read_wire (HearthImapSession *self, HearthImapParser *at)
{
  char *text = hearth_imap_parser_text (at, &self->arena);

  if (text == NULL || *text == '\0')
    return NULL;
  if (g_ascii_strcasecmp (text, "INBOX") == 0)
    return g_strdup ("INBOX");
  return self->utf8 ? hearth_imap_utf7_encode (text) : g_strdup (text);
}

static void
read_attributes (HearthImapMailbox *mailbox, HearthImapParser *at)
{
  static const struct {
    const char *name;
    HearthImapMailboxFlags flag;
  } flags[] = {
    { "\\Noselect", HEARTH_IMAP_MAILBOX_NO_SELECT },
    { "\\NonExistent", HEARTH_IMAP_MAILBOX_NO_SELECT },
    { "\\Noinferiors", HEARTH_IMAP_MAILBOX_NO_INFERIORS },
    { "\\Subscribed", HEARTH_IMAP_MAILBOX_SUBSCRIBED },
  };
  const char *word;
  gsize size;

  if (!hearth_imap_parser_accept (at, '('))
    return;
  for (hearth_imap_parser_space (at); hearth_imap_parser_atom (at, &word, &size);
       hearth_imap_parser_space (at)) {
    HearthImapRole role = hearth_imap_role_from_attribute (word, size);

    for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
      mailbox->flags |= hearth_imap_word_is (word, size, flags[i].name) ? flags[i].flag : 0;
    if (role != HEARTH_IMAP_ROLE_NONE && mailbox->role == HEARTH_IMAP_ROLE_NONE) {
      mailbox->role = role;
      mailbox->flags |= HEARTH_IMAP_MAILBOX_ROLE_TOLD;
    }
  }
  hearth_imap_parser_accept (at, ')');
}

static gboolean
take_list (HearthImapSession *self, Listing *listing, HearthImapParser *at)
{
  g_autoptr (HearthImapMailbox) mailbox = g_new0 (HearthImapMailbox, 1);
  HearthImapString delimiter;

  read_attributes (mailbox, at);
  hearth_imap_parser_space (at);
  if (!hearth_imap_parser_string (at, &delimiter))
    return TRUE;
  if (delimiter.data != NULL && delimiter.size > 0)
    mailbox->delimiter = delimiter.data[delimiter.size - 1];
  hearth_imap_parser_space (at);
  mailbox->wire = read_wire (self, at);
  if (mailbox->wire == NULL || listing->mailboxes->len >= MAX_MAILBOXES ||
      g_hash_table_contains (listing->by_wire, mailbox->wire))
    return TRUE;
  if (g_str_equal (mailbox->wire, "INBOX"))
    mailbox->role = HEARTH_IMAP_ROLE_INBOX;
  g_hash_table_insert (listing->by_wire, mailbox->wire, mailbox);
  g_ptr_array_add (listing->mailboxes, g_steal_pointer (&mailbox));
  return TRUE;
}

/* Reads "(MESSAGES 3 UIDNEXT 4)". */
static void
read_status (HearthImapSession *self, HearthImapMailbox *mailbox, HearthImapParser *at)
{
  const char *word;
  gsize size;

  if (!hearth_imap_parser_accept (at, '('))
    return;
  mailbox->flags |= HEARTH_IMAP_MAILBOX_HAS_STATUS;
  for (hearth_imap_parser_space (at); hearth_imap_parser_atom (at, &word, &size);
       hearth_imap_parser_space (at)) {
    HearthImapParser value;

    hearth_imap_parser_space (at);
    value = *at;
    if (hearth_imap_word_is (word, size, "MESSAGES")) {
      hearth_imap_parser_number32 (&value, &mailbox->messages);
    } else if (hearth_imap_word_is (word, size, "UNSEEN")) {
      hearth_imap_parser_number32 (&value, &mailbox->unseen);
    } else if (hearth_imap_word_is (word, size, "UIDNEXT")) {
      hearth_imap_parser_number32 (&value, &mailbox->uid_next);
    } else if (hearth_imap_word_is (word, size, "UIDVALIDITY")) {
      hearth_imap_parser_number32 (&value, &mailbox->uid_validity);
    } else if (hearth_imap_word_is (word, size, "HIGHESTMODSEQ")) {
      hearth_imap_parser_number (&value, &mailbox->highest_modseq);
    } else if (hearth_imap_word_is (word, size, "MAILBOXID") &&
               hearth_imap_parser_accept (&value, '(')) {
      g_free (mailbox->mailbox_id);
      mailbox->mailbox_id = g_strdup (hearth_imap_parser_text (&value, &self->arena));
    }
    if (!hearth_imap_parser_skip (at))
      return;
  }
}

/* Reads one group of NAMESPACE, RFC 2342, section 5: NIL or a list of (prefix, delimiter). */
static void
read_namespaces (HearthImapSession *self, HearthImapParser *at, gboolean personal)
{
  hearth_imap_parser_space (at);
  if (!hearth_imap_parser_accept (at, '(')) {
    hearth_imap_parser_skip (at);
    return;
  }
  for (guint i = 0; i < MAX_NAMESPACES && hearth_imap_parser_peek (at, '('); i++) {
    HearthImapParser value = *at;
    HearthImapString delimiter;
    char *prefix;

    hearth_imap_parser_accept (&value, '(');
    prefix = hearth_imap_parser_text (&value, &self->arena);
    hearth_imap_parser_space (&value);
    if (prefix != NULL && hearth_imap_parser_string (&value, &delimiter)) {
      g_autofree char *wire = self->utf8 ? hearth_imap_utf7_encode (prefix) : g_strdup (prefix);

      if (!personal) {
        if (*wire != '\0')
          g_ptr_array_add (self->foreign, g_steal_pointer (&wire));
      } else if (self->personal_prefix == NULL) {
        self->personal_prefix = g_steal_pointer (&wire);
        if (delimiter.data != NULL && delimiter.size > 0)
          self->delimiter = delimiter.data[delimiter.size - 1];
      }
    }
    if (!hearth_imap_parser_skip (at))
      return;
    hearth_imap_parser_space (at);
  }
  hearth_imap_parser_accept (at, ')');
}

static gboolean
list_cb (HearthImapSession *self, HearthImapResponse *response, gpointer user_data)
{
  Listing *listing = user_data;
  HearthImapMailbox *mailbox;
  g_autofree char *wire = NULL;

  if (response->kind != HEARTH_IMAP_RESPONSE_DATA)
    return FALSE;
  if (hearth_imap_response_is (response, "LIST"))
    return take_list (self, listing, &response->rest);
  if (hearth_imap_response_is (response, "NAMESPACE")) {
    for (guint i = 0; i < 3; i++)
      read_namespaces (self, &response->rest, i == 0);
    return TRUE;
  }
  if (!hearth_imap_response_is (response, "STATUS"))
    return FALSE;
  wire = read_wire (self, &response->rest);
  mailbox = wire != NULL ? g_hash_table_lookup (listing->by_wire, wire) : NULL;
  hearth_imap_parser_space (&response->rest);
  if (mailbox != NULL)
    read_status (self, mailbox, &response->rest);
  return TRUE;
}

static char *
dup_status_items (HearthImapSession *self)
{
  return g_strdup_printf ("(MESSAGES UNSEEN UIDNEXT UIDVALIDITY%s%s)",
                          (self->features & HEARTH_IMAP_FEATURE_CONDSTORE) != 0 ? " HIGHESTMODSEQ"
                                                                                : "",
                          (self->features & HEARTH_IMAP_FEATURE_OBJECTID) != 0 ? " MAILBOXID" : "");
}

/* LIST with what the server can add to it, RFC 5258, RFC 5819, RFC 6154. */
static char *
dup_list_command (HearthImapSession *self, gboolean with_status)
{
  g_autoptr (GString) text = g_string_new ("LIST \"\" \"*\"");
  const char *separator = " RETURN (";
  g_autofree char *items = dup_status_items (self);

  if ((self->features & HEARTH_IMAP_FEATURE_LIST_EXTENDED) != 0) {
    g_string_append_printf (text, "%sSUBSCRIBED", separator);
    separator = " ";
    if ((self->features & HEARTH_IMAP_FEATURE_SPECIAL_USE) != 0)
      g_string_append (text, " SPECIAL-USE");
  }
  if (with_status && (self->features & HEARTH_IMAP_FEATURE_LIST_STATUS) != 0) {
    g_string_append_printf (text, "%sSTATUS %s", separator, items);
    separator = " ";
  }
  if (*separator == ' ' && separator[1] == '\0')
    g_string_append_c (text, ')');
  return g_strdup (text->str);
}

static gboolean
run_list (HearthImapSession *self, gboolean with_status, Listing *listing,
          GCancellable *cancellable, GError **error)
{
  g_auto (HearthImapLine) space_line = { 0 };
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) space_command = { 0 };
  g_auto (HearthImapCommand) command = { 0 };
  g_autofree char *text = dup_list_command (self, with_status);
  gboolean ask = !self->namespace_known && (self->features & HEARTH_IMAP_FEATURE_NAMESPACE) != 0;
  gboolean done;

  self->untagged = list_cb;
  self->untagged_data = listing;
  if (ask) {
    hearth_imap_line_init (&space_line, self, "NAMESPACE");
    if (!hearth_imap_session_send (self, &space_line, HEARTH_IMAP_PACE_QUICK, &space_command,
                                   cancellable, error)) {
      self->untagged = NULL;
      return FALSE;
    }
  }
  hearth_imap_line_init (&line, self, text);
  done =
      hearth_imap_session_run (self, &line, HEARTH_IMAP_PACE_PATIENT, &command, cancellable, error);
  /* A server that refuses NAMESPACE has one, without a prefix. */
  if (done && ask)
    done = hearth_imap_session_wait (self, &space_command, cancellable, error);
  else if (ask)
    hearth_imap_session_forget (self, &space_command);
  self->namespace_known = self->namespace_known || (done && ask);
  self->untagged = NULL;
  return done;
}

static gboolean
is_foreign (HearthImapSession *self, const char *wire)
{
  for (guint i = 0; i < self->foreign->len; i++) {
    const char *prefix = g_ptr_array_index (self->foreign, i);

    if (g_str_has_prefix (wire, prefix))
      return TRUE;
  }
  return FALSE;
}

/* Says what depends on all mailboxes and on the namespaces. */
static void
complete_list (HearthImapSession *self, GPtrArray *mailboxes)
{
  for (guint i = 0; i < mailboxes->len; i++) {
    HearthImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);

    if (self->delimiter == '\0' && mailbox->role == HEARTH_IMAP_ROLE_INBOX)
      self->delimiter = mailbox->delimiter;
    if (is_foreign (self, mailbox->wire))
      mailbox->flags |= HEARTH_IMAP_MAILBOX_SHARED;
    mailbox->name =
        hearth_imap_name_from_wire (mailbox->wire, mailbox->delimiter, self->personal_prefix);
  }
  hearth_imap_guess_roles (mailboxes);
}

/**
 * hearth_imap_session_list_sync:
 * @self: a session that is logged in
 * @with_status: whether the numbers are wanted; where the server cannot give them with the list,
 *   hearth_imap_session_status_sync() has to be asked for each mailbox
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Lists all mailboxes, with roles by SPECIAL-USE, or else by well-known names.
 *
 * Returns: (transfer full) (nullable) (element-type HearthImapMailbox): the mailboxes
 */
GPtrArray *
hearth_imap_session_list_sync (HearthImapSession *self, gboolean with_status,
                               GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GHashTable) by_wire = NULL;
  Listing listing;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self), NULL);
  if (!hearth_imap_session_check (self, error))
    return NULL;
  mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_imap_mailbox_free);
  by_wire = g_hash_table_new (g_str_hash, g_str_equal);
  listing = (Listing){ mailboxes, by_wire };
  if (!run_list (self, with_status, &listing, cancellable, error))
    return NULL;
  complete_list (self, mailboxes);
  return g_steal_pointer (&mailboxes);
}

static gboolean
status_cb (HearthImapSession *self, HearthImapResponse *response, gpointer user_data)
{
  HearthImapMailbox *mailbox = user_data;
  g_autofree char *wire = NULL;

  if (response->kind != HEARTH_IMAP_RESPONSE_DATA || !hearth_imap_response_is (response, "STATUS"))
    return FALSE;
  /* Some write the name otherwise than it was asked for; only one is asked for at a time. */
  wire = read_wire (self, &response->rest);
  hearth_imap_parser_space (&response->rest);
  read_status (self, mailbox, &response->rest);
  return TRUE;
}

/**
 * hearth_imap_session_status_sync:
 * @self: a session that is logged in
 * @mailbox: a mailbox with its wire name, not the one that is selected; its numbers are set
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether the numbers are known
 */
gboolean
hearth_imap_session_status_sync (HearthImapSession *self, HearthImapMailbox *mailbox,
                                 GCancellable *cancellable, GError **error)
{
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { 0 };
  g_autofree char *items = NULL;
  gboolean done;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && mailbox != NULL, FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  items = dup_status_items (self);
  hearth_imap_line_init (&line, self, "STATUS ");
  hearth_imap_line_add_mailbox (&line, self, mailbox->wire);
  hearth_imap_line_add (&line, " ");
  hearth_imap_line_add (&line, items);
  self->untagged = status_cb;
  self->untagged_data = mailbox;
  done =
      hearth_imap_session_run (self, &line, HEARTH_IMAP_PACE_PATIENT, &command, cancellable, error);
  self->untagged = NULL;
  return done;
}

/**
 * hearth_imap_session_dup_wire:
 * @self: a session whose mailboxes were listed
 * @name: a mailbox that is to be created, UTF-8 with "/" between the levels
 *
 * Returns: (transfer full): the wire name for it in the personal namespace
 */
char *
hearth_imap_session_dup_wire (HearthImapSession *self, const char *name)
{
  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && name != NULL, NULL);
  return hearth_imap_name_to_wire (name, self->delimiter, self->personal_prefix);
}

/**
 * hearth_imap_session_create_sync:
 * @self: a session that is logged in
 * @wire: a new mailbox
 * @role: what it is for; told to the server where it can keep that, RFC 6154
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Creates a mailbox and subscribes to it, so that other programs show it too.
 *
 * Returns: whether it is there now; also if it was there before
 */
gboolean
hearth_imap_session_create_sync (HearthImapSession *self, const char *wire, HearthImapRole role,
                                 GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  const char *attribute = hearth_imap_role_to_attribute (role);

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && wire != NULL, FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  for (guint step = 0; step < 2; step++) {
    g_auto (HearthImapLine) line = { 0 };
    g_auto (HearthImapCommand) command = { 0 };

    hearth_imap_line_init (&line, self, step == 0 ? "CREATE " : "SUBSCRIBE ");
    hearth_imap_line_add_mailbox (&line, self, wire);
    if (step == 0 && self->create_special && attribute != NULL) {
      hearth_imap_line_add (&line, " (USE (");
      hearth_imap_line_add (&line, attribute);
      hearth_imap_line_add (&line, "))");
    }
    g_clear_error (&cause);
    if (hearth_imap_session_run (self, &line, HEARTH_IMAP_PACE_PATIENT, &command, cancellable,
                                 &cause))
      continue;
    /* Not to be subscribed is no failure. */
    if (!self->open ||
        (step == 0 && hearth_imap_error_get_code (cause) != HEARTH_IMAP_CODE_ALREADYEXISTS)) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  }
  return TRUE;
}

/* What SELECT says of the mailbox, RFC 9051, section 6.3.2. */
static gboolean
select_cb (HearthImapSession *self, HearthImapResponse *response, gpointer user_data)
{
  HearthImapSelected *selected = user_data;
  HearthImapParser *at = &response->rest;
  const char *id;

  if (self->deaf)
    return FALSE;
  if (response->kind == HEARTH_IMAP_RESPONSE_NUMBER && hearth_imap_response_is (response, "EXISTS"))
    selected->exists = response->number;
  if (response->kind == HEARTH_IMAP_RESPONSE_DATA && hearth_imap_response_is (response, "FLAGS") &&
      selected->permanent_flags == 0)
    selected->permanent_flags = hearth_imap_flags_parse (at);
  if (response->kind != HEARTH_IMAP_RESPONSE_STATUS)
    return FALSE;
  if (hearth_imap_response_is (response, "UIDVALIDITY")) {
    hearth_imap_parser_number32 (at, &selected->uid_validity);
  } else if (hearth_imap_response_is (response, "UIDNEXT")) {
    hearth_imap_parser_number32 (at, &selected->uid_next);
  } else if (hearth_imap_response_is (response, "HIGHESTMODSEQ")) {
    hearth_imap_parser_number (at, &selected->highest_modseq);
  } else if (hearth_imap_response_is (response, "NOMODSEQ")) {
    selected->highest_modseq = 0;
  } else if (hearth_imap_response_is (response, "PERMANENTFLAGS")) {
    selected->permanent_flags = hearth_imap_flags_parse (at);
  } else if (hearth_imap_response_is (response, "MAILBOXID")) {
    hearth_imap_parser_accept (at, '(');
    id = hearth_imap_parser_text (at, &self->arena);
    g_strlcpy (selected->mailbox_id, id != NULL ? id : "", sizeof selected->mailbox_id);
  } else {
    return FALSE;
  }
  return TRUE;
}

static void
selected_cb (HearthImapSession *self, HearthImapResponse *response, gpointer user_data)
{
  HearthImapSelected *selected = user_data;

  selected->read_only = hearth_imap_response_is (response, "READ-ONLY");
}

/* " (QRESYNC (…))", " (CONDSTORE)" or "", RFC 7162. */
static char *
dup_select_parameters (HearthImapSession *self, const HearthImapKnown *known, gboolean resync)
{
  g_autofree char *uids = NULL;

  if (!resync)
    return g_strdup ((self->features & HEARTH_IMAP_FEATURE_CONDSTORE) != 0 ? " (CONDSTORE)" : "");
  uids = known->uids != NULL ? hearth_imap_uid_set_to_string (known->uids) : NULL;
  /* Without the set the server takes it that all up to the newest are known. */
  if (uids == NULL || *uids == '\0' || strlen (uids) > MAX_KNOWN)
    return g_strdup_printf (" (QRESYNC (%u %" G_GUINT64_FORMAT "))", known->uid_validity,
                            known->highest_modseq);
  return g_strdup_printf (" (QRESYNC (%u %" G_GUINT64_FORMAT " %s))", known->uid_validity,
                          known->highest_modseq, uids);
}

static gboolean
run_select (HearthImapSession *self, const char *wire, gboolean read_only, const char *parameters,
            HearthImapSelected *selected, HearthImapStatus *status, GCancellable *cancellable,
            GError **error)
{
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { .tagged = selected_cb, .user_data = selected };
  gboolean done;

  memset (selected, 0, sizeof *selected);
  hearth_imap_line_init (&line, self, read_only ? "EXAMINE " : "SELECT ");
  hearth_imap_line_add_mailbox (&line, self, wire);
  hearth_imap_line_add (&line, parameters);
  /* Until the server says CLOSED it may speak of the mailbox before, RFC 7162, section 3.2.11. */
  self->deaf = self->selected != NULL && self->qresync;
  g_clear_pointer (&self->selected, g_free);
  self->untagged = select_cb;
  self->untagged_data = selected;
  done =
      hearth_imap_session_run (self, &line, HEARTH_IMAP_PACE_PATIENT, &command, cancellable, error);
  self->untagged = NULL;
  self->deaf = FALSE;
  *status = command.status;
  return done;
}

/**
 * hearth_imap_session_select_sync:
 * @self: a session that is logged in
 * @wire: a mailbox
 * @read_only: whether nothing is to be changed
 * @known: (nullable): what is known of it; where the server has QRESYNC, the listener then hears
 *   what has changed since
 * @selected: (out caller-allocates): its state
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether it is selected; if not, none is
 */
gboolean
hearth_imap_session_select_sync (HearthImapSession *self, const char *wire, gboolean read_only,
                                 const HearthImapKnown *known, HearthImapSelected *selected,
                                 GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  HearthImapStatus status = HEARTH_IMAP_STATUS_NONE;
  gboolean resync;

  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && wire != NULL && selected != NULL, FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  resync = known != NULL && known->uid_validity != 0 && known->highest_modseq != 0 &&
           (self->features & HEARTH_IMAP_FEATURE_QRESYNC) != 0;
  for (;;) {
    g_autofree char *parameters = dup_select_parameters (self, known, resync);

    g_clear_error (&cause);
    if (run_select (self, wire, read_only, parameters, selected, &status, cancellable, &cause))
      break;
    if (!self->open || status != HEARTH_IMAP_STATUS_BAD || !resync) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
    /* A server that offers QRESYNC and then does not know it. */
    resync = FALSE;
  }
  selected->resynced = resync && self->qresync && selected->highest_modseq != 0 &&
                       selected->uid_validity == known->uid_validity;
  self->selected = g_strdup (wire);
  self->selected_modseq = selected->highest_modseq != 0;
  return TRUE;
}
