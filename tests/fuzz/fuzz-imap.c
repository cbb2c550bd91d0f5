/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-imap-framer.h"
#include "hearth-imap-message.h"
#include "hearth-imap-names.h"
#include "hearth-imap-response.h"

#include <string.h>

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

/* Whatever a section says of itself is there to be read. */
static guint
check_section (const HearthImapSection *section)
{
  guint sum = 0;

  if (section->data == NULL)
    return 0;
  g_assert_false (section->too_large);
  for (gsize i = 0; i < section->size; i++)
    sum += (guchar) section->data[i];
  return sum;
}

static void
check_message (const HearthImapMessage *message)
{
  HearthImapText text;

  check_section (&message->header);
  check_section (&message->body);
  for (guint i = 0; i < message->n_sections; i++) {
    check_text (message->sections[i].name);
    check_section (&message->sections[i]);
  }
  for (guint i = 0; i < message->n_parts; i++) {
    const HearthImapPart *part = &message->parts[i];

    g_assert_cmpstr (part->number, !=, "");
    g_assert_nonnull (strchr (part->type, '/'));
    check_text (part->charset);
    check_text (part->disposition);
    check_text (part->file_name);
    check_text (part->content_id);
  }
  for (guint i = 0; message->labels != NULL && message->labels[i] != NULL; i++)
    check_text (message->labels[i]);
  check_text (message->email_id);
  check_text (message->preview);
  hearth_imap_message_choose_text (message, &text);
}

/* Reads a response as each thing that it could be. */
static void
read_response (const HearthImapFrame *frame, HearthImapArena *arena)
{
  HearthImapResponse response;
  HearthImapMessage message;
  HearthImapParser at;
  g_autoptr (HearthImapUidSet) set = NULL;
  char *text;

  hearth_imap_response_parse (&response, frame);
  at = response.rest;
  hearth_imap_message_parse (&message, &at, FALSE, arena);
  check_message (&message);
  at = response.rest;
  hearth_imap_flags_parse (&at);
  at = response.rest;
  hearth_imap_parser_skip (&at);
  g_assert_true (at.at <= at.end);
  at = response.rest;
  text = hearth_imap_parser_text (&at, arena);
  check_text (text);
  if (text != NULL) {
    g_autofree char *name = hearth_imap_name_from_wire (text, '.', "INBOX.");
    gint64 date;

    check_text (name);
    set = hearth_imap_uid_set_parse (text, -1);
    hearth_imap_internal_date_read (text, strlen (text), &date);
  }
}

/* The first two bytes say in what pieces the others come, and what is too large. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HearthImapFramer) framer = NULL;
  g_auto (HearthImapArena) arena = { 0 };
  HearthImapFrameStatus status = HEARTH_IMAP_FRAME_MORE;
  gsize piece;

  if (size < 2)
    return 0;
  piece = data[0] > 0 ? data[0] : size;
  framer = hearth_imap_framer_new ();
  hearth_imap_arena_init (&arena);
  hearth_imap_framer_set_max_literal (framer, (gsize) data[1] * 16);
  for (gsize at = 2; at < size && status != HEARTH_IMAP_FRAME_TOO_LARGE;) {
    HearthImapFrame frame;
    gsize room;
    gpointer buffer = hearth_imap_framer_reserve (framer, &room);
    gsize part = MIN (MIN (piece, room), size - at);

    g_assert_cmpuint (room, >, 0);
    memcpy (buffer, data + at, part);
    hearth_imap_framer_commit (framer, part);
    at += part;
    while ((status = hearth_imap_framer_next (framer, &frame)) == HEARTH_IMAP_FRAME_READY) {
      hearth_imap_arena_reset (&arena);
      read_response (&frame, &arena);
    }
  }
  return 0;
}
