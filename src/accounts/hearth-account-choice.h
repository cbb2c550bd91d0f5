/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"

G_BEGIN_DECLS

/** HearthChoiceOrigin: where the servers of an address were found; the most trustworthy first. */
typedef enum {
  HEARTH_CHOICE_GOA,        /* an account of GNOME Online Accounts */
  HEARTH_CHOICE_KNOWN,      /* Hearth knows the provider by the address or by who takes its mail */
  HEARTH_CHOICE_AUTOCONFIG, /* a file at the address's own domain, over https */
  HEARTH_CHOICE_ISPDB,      /* the list of providers that the settings name */
  HEARTH_CHOICE_SRV,        /* the domain's SRV records, RFC 6186 */
  HEARTH_CHOICE_MX,         /* a file or the list, by the domain that takes the address's mail */
  HEARTH_CHOICE_GUESS,      /* a usual name under which a server answered */
  HEARTH_CHOICE_PLAIN,      /* a file that came over plain http, which anybody on the way may write */
} HearthChoiceOrigin;

/**
 * HearthAccountChoice:
 *
 * One way to read and send the mail of an address.
 *
 * @account: what it would be: address, servers and how the login is proven
 * @origin: how the servers were found
 * @place: the host or domain that said so
 * @help: a web page about passwords for programs, or ""
 * @problem: "" or why this cannot be used as it stands, a sentence
 * @answered: whether the server of incoming mail was seen to answer
 */
typedef struct {
  HearthAccount *account;
  HearthChoiceOrigin origin;
  char *place;
  char *help;
  char *problem;
  gboolean answered;
} HearthAccountChoice;

HearthAccountChoice *hearth_account_choice_new        (const char *address,
                                                       HearthChoiceOrigin origin,
                                                       const char *place) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_account_choice_free       (HearthAccountChoice *self);
char                *hearth_account_choice_dup_origin (const HearthAccountChoice *self) G_GNUC_WARN_UNUSED_RESULT;
int                  hearth_account_choice_compare    (const HearthAccountChoice *a,
                                                       const HearthAccountChoice *b);
gboolean             hearth_account_choice_is_same    (const HearthAccountChoice *a,
                                                       const HearthAccountChoice *b);
GVariant            *hearth_account_choice_to_variant (const HearthAccountChoice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAccountChoice, hearth_account_choice_free)

G_END_DECLS
