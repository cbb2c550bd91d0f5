/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-recipients.h"
#include "hearth-store-messages.h"
#include "hearth-text.h"

/* Who gets something: each recipient with where the address comes from. */

#define MAX_PEOPLE 20

/* Where an address comes from, as this conversation goes. */
HearthOrigin
hearth_proposal_find_origin (HearthProposal *self, const char *address)
{
  if (hearth_owner_words_have_address (self->gate->words, address))
    return HEARTH_ORIGIN_OWNER;
  return hearth_provenance_find_address (hearth_gate_get_reader (self->gate), address);
}

/* What the owner's own mail and books call somebody; never what a service does. */
static char *
dup_name (HearthProposal *self, const char *address)
{
  g_autoptr (GPtrArray) found =
      hearth_store_people_find (hearth_gate_get_reader (self->gate), address, 20, NULL);

  for (guint i = 0; found != NULL && i < found->len; i++) {
    const HearthAddress *who = g_ptr_array_index (found, i);

    if (hearth_addr_spec_equal (who->address, address))
      return hearth_text_one_line (who->name, 100);
  }
  return g_strdup ("");
}

void
hearth_proposal_begin_people (HearthProposal *self, const char *name)
{
  json_builder_set_member_name (self->content, name);
  json_builder_begin_array (self->content);
}

void
hearth_proposal_end_people (HearthProposal *self)
{
  json_builder_end_array (self->content);
}

/* A name that looks like an address names somebody else than who gets it. */
static gboolean
looks_like_address (const char *name)
{
  g_autofree char *plain = g_utf8_normalize (name, -1, G_NORMALIZE_NFKC);

  return plain == NULL || strchr (plain, '@') != NULL;
}

/* Whether the owner's words speak of them: by address, or by a part of the name that their own mail
 * and books give them. */
static gboolean
is_named (HearthProposal *self, const char *name, HearthOrigin origin)
{
  g_auto (GStrv) parts = g_strsplit_set (name, " .,", 8);

  if (origin == HEARTH_ORIGIN_OWNER)
    return TRUE;
  for (guint i = 0; parts[i] != NULL; i++) {
    if (g_utf8_strlen (parts[i], -1) > 1 &&
        hearth_owner_words_have_all (self->gate->words, parts[i]))
      return TRUE;
  }
  return FALSE;
}

/* Adds somebody, and lets the ruling know whether they may get it. */
void
hearth_proposal_add_person (HearthProposal *self, const char *name, const char *address,
                            HearthOrigin origin)
{
  HearthDatabase *db = hearth_gate_get_reader (self->gate);
  g_autofree char *found = name == NULL ? dup_name (self, address) : NULL;
  HearthIntegrity integrity = origin == HEARTH_ORIGIN_NONE    ? HEARTH_INTEGRITY_EXTERNAL
                              : origin == HEARTH_ORIGIN_OWNER ? HEARTH_INTEGRITY_OWNER
                                                              : HEARTH_INTEGRITY_KNOWN;

  if (name == NULL)
    name = found;
  if (self->gate->delegated && !is_named (self, name, origin) &&
      (self->verb == HEARTH_VERB_SEND || self->verb == HEARTH_VERB_CREATE_EVENT ||
       self->verb == HEARTH_VERB_INVITE))
    integrity = HEARTH_INTEGRITY_EXTERNAL;
  json_builder_begin_object (self->content);
  hearth_content_add_string (self->content, "name", looks_like_address (name) ? "" : name);
  hearth_content_add_string (self->content, "address", address);
  hearth_content_add_string (self->content, "origin", hearth_origin_to_string (origin));
  if (origin != HEARTH_ORIGIN_OWN && !hearth_provenance_was_written_to (db, address))
    hearth_content_add_bool (self->content, "first", TRUE);
  json_builder_end_object (self->content);
  if (integrity == HEARTH_INTEGRITY_EXTERNAL)
    hearth_proposal_set_detail (self, HEARTH_REFUSAL_RECIPIENT, address);
  self->input.recipients = MAX (self->input.recipients, integrity);
}

/* A name stands for somebody where the owner said it and one known person is called so. */
static gboolean
add_by_name (HearthProposal *self, const char *name, GError **error)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GString) choice = NULL;
  const HearthAddress *who;

  if (hearth_owner_words_have_all (self->gate->words, name))
    found = hearth_provenance_find_people (hearth_gate_get_reader (self->gate), name);
  if (found == NULL || found->len == 0) {
    self->input.recipients = HEARTH_INTEGRITY_EXTERNAL;
    hearth_proposal_set_detail (self, HEARTH_REFUSAL_RECIPIENT, name);
    return TRUE;
  }
  who = g_ptr_array_index (found, 0);
  if (found->len == 1) {
    hearth_proposal_add_person (self, who->name, who->address,
                                hearth_proposal_find_origin (self, who->address));
    return TRUE;
  }
  choice = g_string_new (who->address);
  for (guint i = 1; i < found->len && i < 5; i++)
    g_string_append_printf (choice, ", %s", ((HearthAddress *) found->pdata[i])->address);
  g_set_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_REFUSED,
               /* Translators: a name, and the addresses of all who are called so */
               _("More than one person is called “%s”: %s. Ask which one is meant."), name,
               choice->str);
  return FALSE;
}

static gboolean
add_one (HearthProposal *self, const char *text, GError **error)
{
  g_autofree char *clean = hearth_text_clean (text, -1);
  g_autoptr (GPtrArray) parsed = NULL;
  g_autofree char *address = NULL;

  g_strstrip (clean);
  if (strchr (clean, '@') == NULL)
    return add_by_name (self, clean, error);
  parsed = hearth_recipients_from_text (clean);
  if (parsed->len == 1)
    address = hearth_addr_spec_normalize (((HearthAddress *) parsed->pdata[0])->address, NULL);
  if (address == NULL) {
    g_set_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_REFUSED, _("“%.80s” is no address."),
                 clean);
    return FALSE;
  }
  hearth_proposal_add_person (self, NULL, address, hearth_proposal_find_origin (self, address));
  return TRUE;
}

/* Takes a list of people of the arguments, which may also be a single one. */
gboolean
hearth_proposal_add_people (HearthProposal *self, const char *name, guint *n, GError **error)
{
  JsonNode *node = json_object_get_member (self->arguments, name);
  JsonArray *list =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint length = list != NULL ? json_array_get_length (list) : 0;
  gboolean ok = TRUE;

  if (node != NULL && list == NULL && !json_node_is_null (node) &&
      json_node_get_value_type (node) != G_TYPE_STRING)
    return hearth_arguments_fail (error, _("Write people as a list of addresses."));
  if (*n + length > MAX_PEOPLE)
    return hearth_arguments_fail (error, _("At most 20 people get a mail that is proposed."));
  hearth_proposal_begin_people (self, name);
  for (guint i = 0; ok && i < length; i++, (*n)++) {
    JsonNode *each = json_array_get_element (list, i);

    ok = json_node_get_value_type (each) == G_TYPE_STRING
             ? add_one (self, json_node_get_string (each), error)
             : hearth_arguments_fail (error, _("Write people as a list of addresses."));
  }
  if (ok && list == NULL && node != NULL && !json_node_is_null (node) &&
      *json_node_get_string (node) != '\0') {
    ok = add_one (self, json_node_get_string (node), error);
    (*n)++;
  }
  hearth_proposal_end_people (self);
  return ok;
}
