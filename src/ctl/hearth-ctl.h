/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/** HearthCtlExit: how hearthctl ends. */
typedef enum {
  HEARTH_CTL_DONE = 0,
  HEARTH_CTL_FAILED = 1,
  HEARTH_CTL_USAGE = 2,
  HEARTH_CTL_NOTHING = 3, /* what was asked for is not there */
} HearthCtlExit;

/**
 * HearthCtl: what the options before the command say.
 * @json: machines read the output
 * @demo: the demo account is meant
 * @standalone: without hearthd
 * @data_dir: the folder that holds the store
 */
typedef struct {
  gboolean json;
  gboolean demo;
  gboolean standalone;
  char *data_dir;
} HearthCtl;

/**
 * HearthCtlOptionType:
 * @HEARTH_CTL_OPTION_FLAG: nothing; a #gboolean
 * @HEARTH_CTL_OPTION_NUMBER: a number of at least 1; a #gint64
 * @HEARTH_CTL_OPTION_STRING: a text, lent by the arguments
 * @HEARTH_CTL_OPTION_LIST: one of several texts; a #GPtrArray, which is made when it is first
 *   needed
 * @HEARTH_CTL_OPTION_ADDRESS: an address, or "" if none follows
 *
 * What follows an option of the command line, and what its target is.
 */
typedef enum {
  HEARTH_CTL_OPTION_FLAG,   /* target: gboolean */
  HEARTH_CTL_OPTION_NUMBER, /* target: gint64, at least 1 */
  HEARTH_CTL_OPTION_STRING, /* target: const char * */
  HEARTH_CTL_OPTION_LIST,   /* target: GPtrArray *, made when it is first needed */
  HEARTH_CTL_OPTION_ADDRESS, /* target: const char *, "" if no address follows */
} HearthCtlOptionType;

/**
 * HearthCtlOption: an option of one command.
 * @name: with its dashes
 * @type: what follows it
 * @target: a variable of the command
 * @help: one line
 */
typedef struct {
  const char *name;
  HearthCtlOptionType type;
  gpointer target;
  const char *help;
} HearthCtlOption;

/**
 * HearthCtlCommand: one command.
 * @name: its words ("mail search")
 * @usage: its arguments
 * @summary: one line
 * @options: (array zero-terminated) (nullable): its options
 * @min_args: how many arguments it needs
 * @max_args: how many it takes, or -1
 * @run: does it
 */
typedef struct {
  const char *name;
  const char *usage;
  const char *summary;
  const HearthCtlOption *options;
  int min_args;
  int max_args;
  HearthCtlExit (*run) (HearthCtl *ctl, char **args);
} HearthCtlCommand;

extern const HearthCtlCommand hearth_ctl_source_add;
extern const HearthCtlCommand hearth_ctl_source_list;
extern const HearthCtlCommand hearth_ctl_source_remove;
extern const HearthCtlCommand hearth_ctl_account_add;
extern const HearthCtlCommand hearth_ctl_account_list;
extern const HearthCtlCommand hearth_ctl_account_test;
extern const HearthCtlCommand hearth_ctl_account_change;
extern const HearthCtlCommand hearth_ctl_account_remove;
extern const HearthCtlCommand hearth_ctl_account_identity_add;
extern const HearthCtlCommand hearth_ctl_account_identity_list;
extern const HearthCtlCommand hearth_ctl_account_identity_remove;
extern const HearthCtlCommand hearth_ctl_calendar_add;
extern const HearthCtlCommand hearth_ctl_calendar_change;
extern const HearthCtlCommand hearth_ctl_calendar_discover;
extern const HearthCtlCommand hearth_ctl_calendar_list;
extern const HearthCtlCommand hearth_ctl_calendar_remove;
extern const HearthCtlCommand hearth_ctl_contacts_add;
extern const HearthCtlCommand hearth_ctl_contacts_change;
extern const HearthCtlCommand hearth_ctl_contacts_find;
extern const HearthCtlCommand hearth_ctl_contacts_list;
extern const HearthCtlCommand hearth_ctl_contacts_remove;
extern const HearthCtlCommand hearth_ctl_search;
extern const HearthCtlCommand hearth_ctl_sync;
extern const HearthCtlCommand hearth_ctl_status;
extern const HearthCtlCommand hearth_ctl_today;
extern const HearthCtlCommand hearth_ctl_digest;
extern const HearthCtlCommand hearth_ctl_highlights;
extern const HearthCtlCommand hearth_ctl_people;
extern const HearthCtlCommand hearth_ctl_persona;
extern const HearthCtlCommand hearth_ctl_backup;
extern const HearthCtlCommand hearth_ctl_restore;
extern const HearthCtlCommand hearth_ctl_doctor;
extern const HearthCtlCommand hearth_ctl_export;
extern const HearthCtlCommand hearth_ctl_goodbye;
extern const HearthCtlCommand hearth_ctl_quit;
extern const HearthCtlCommand hearth_ctl_people_show;
extern const HearthCtlCommand hearth_ctl_people_style;
extern const HearthCtlCommand hearth_ctl_people_duplicates;
extern const HearthCtlCommand hearth_ctl_people_birthdays;
extern const HearthCtlCommand hearth_ctl_people_keep;
extern const HearthCtlCommand hearth_ctl_people_let_go;
extern const HearthCtlCommand hearth_ctl_agenda;
extern const HearthCtlCommand hearth_ctl_mail_list;
extern const HearthCtlCommand hearth_ctl_mail_triage;
extern const HearthCtlCommand hearth_ctl_mail_facts;
extern const HearthCtlCommand hearth_ctl_mail_actions;
extern const HearthCtlCommand hearth_ctl_mail_waiting;
extern const HearthCtlCommand hearth_ctl_mail_settle;
extern const HearthCtlCommand hearth_ctl_mail_teach;
extern const HearthCtlCommand hearth_ctl_mail_forget;
extern const HearthCtlCommand hearth_ctl_mail_later;
extern const HearthCtlCommand hearth_ctl_mail_follow_up;
extern const HearthCtlCommand hearth_ctl_mail_search;
extern const HearthCtlCommand hearth_ctl_mail_show;
extern const HearthCtlCommand hearth_ctl_mail_write;
extern const HearthCtlCommand hearth_ctl_mail_reply;
extern const HearthCtlCommand hearth_ctl_mail_forward;
extern const HearthCtlCommand hearth_ctl_mail_send;
extern const HearthCtlCommand hearth_ctl_outbox;
extern const HearthCtlCommand hearth_ctl_outbox_list;
extern const HearthCtlCommand hearth_ctl_outbox_cancel;
extern const HearthCtlCommand hearth_ctl_outbox_resend;
extern const HearthCtlCommand hearth_ctl_outbox_discard;
extern const HearthCtlCommand hearth_ctl_mail_read;
extern const HearthCtlCommand hearth_ctl_mail_unread;
extern const HearthCtlCommand hearth_ctl_mail_flag;
extern const HearthCtlCommand hearth_ctl_mail_unflag;
extern const HearthCtlCommand hearth_ctl_mail_archive;
extern const HearthCtlCommand hearth_ctl_mail_done;
extern const HearthCtlCommand hearth_ctl_mail_move;
extern const HearthCtlCommand hearth_ctl_mail_trash;
extern const HearthCtlCommand hearth_ctl_mail_junk;
extern const HearthCtlCommand hearth_ctl_mail_not_junk;
extern const HearthCtlCommand hearth_ctl_mail_review;
extern const HearthCtlCommand hearth_ctl_mail_senders;
extern const HearthCtlCommand hearth_ctl_mail_unsubscribe;
extern const HearthCtlCommand hearth_ctl_mail_invitation;
extern const HearthCtlCommand hearth_ctl_event_add;
extern const HearthCtlCommand hearth_ctl_event_show;
extern const HearthCtlCommand hearth_ctl_event_move;
extern const HearthCtlCommand hearth_ctl_event_cancel;
extern const HearthCtlCommand hearth_ctl_event_answer;
extern const HearthCtlCommand hearth_ctl_event_undo;
extern const HearthCtlCommand hearth_ctl_task_list;
extern const HearthCtlCommand hearth_ctl_task_done;
extern const HearthCtlCommand hearth_ctl_card_list;
extern const HearthCtlCommand hearth_ctl_card_show;
extern const HearthCtlCommand hearth_ctl_card_accept;
extern const HearthCtlCommand hearth_ctl_card_decline;
extern const HearthCtlCommand hearth_ctl_memory_list;
extern const HearthCtlCommand hearth_ctl_memory_show;
extern const HearthCtlCommand hearth_ctl_memory_add;
extern const HearthCtlCommand hearth_ctl_memory_change;
extern const HearthCtlCommand hearth_ctl_memory_pin;
extern const HearthCtlCommand hearth_ctl_memory_unpin;
extern const HearthCtlCommand hearth_ctl_memory_accept;
extern const HearthCtlCommand hearth_ctl_memory_forget;
extern const HearthCtlCommand hearth_ctl_memory_export;
extern const HearthCtlCommand hearth_ctl_memory_import;
extern const HearthCtlCommand hearth_ctl_letter_list;
extern const HearthCtlCommand hearth_ctl_letter_find;
extern const HearthCtlCommand hearth_ctl_letter_show;
extern const HearthCtlCommand hearth_ctl_letter_new;
extern const HearthCtlCommand hearth_ctl_letter_edit;
extern const HearthCtlCommand hearth_ctl_letter_change;
extern const HearthCtlCommand hearth_ctl_letter_versions;
extern const HearthCtlCommand hearth_ctl_letter_restore;
extern const HearthCtlCommand hearth_ctl_letter_undo;
extern const HearthCtlCommand hearth_ctl_letter_redo;
extern const HearthCtlCommand hearth_ctl_letter_delete;
extern const HearthCtlCommand hearth_ctl_letter_check;
extern const HearthCtlCommand hearth_ctl_letter_improve;
extern const HearthCtlCommand hearth_ctl_letter_start;
extern const HearthCtlCommand hearth_ctl_letter_word;
extern const HearthCtlCommand hearth_ctl_letter_pdf;
extern const HearthCtlCommand hearth_ctl_letter_svg;
extern const HearthCtlCommand hearth_ctl_letter_print;
extern const HearthCtlCommand hearth_ctl_letter_occasions;
extern const HearthCtlCommand hearth_ctl_letter_mail_command;
extern const HearthCtlCommand hearth_ctl_letter_hand_list;
extern const HearthCtlCommand hearth_ctl_letter_hand_import;
extern const HearthCtlCommand hearth_ctl_letter_hand_export;
extern const HearthCtlCommand hearth_ctl_letter_hand_rename;
extern const HearthCtlCommand hearth_ctl_letter_hand_delete;
extern const HearthCtlCommand hearth_ctl_letter_book_new;
extern const HearthCtlCommand hearth_ctl_letter_book_list;
extern const HearthCtlCommand hearth_ctl_letter_book_show;
extern const HearthCtlCommand hearth_ctl_letter_book_change;
extern const HearthCtlCommand hearth_ctl_letter_book_add;
extern const HearthCtlCommand hearth_ctl_letter_book_remove;
extern const HearthCtlCommand hearth_ctl_letter_book_move;
extern const HearthCtlCommand hearth_ctl_letter_book_pdf;
extern const HearthCtlCommand hearth_ctl_letter_book_mail;
extern const HearthCtlCommand hearth_ctl_letter_book_delete;
extern const HearthCtlCommand hearth_ctl_permission_add;
extern const HearthCtlCommand hearth_ctl_permission_list;
extern const HearthCtlCommand hearth_ctl_permission_revoke;
extern const HearthCtlCommand hearth_ctl_undo;
extern const HearthCtlCommand hearth_ctl_journal;
extern const HearthCtlCommand hearth_ctl_receipts;
extern const HearthCtlCommand hearth_ctl_ask;
extern const HearthCtlCommand hearth_ctl_listen;
extern const HearthCtlCommand hearth_ctl_say;
extern const HearthCtlCommand hearth_ctl_hush;
extern const HearthCtlCommand hearth_ctl_conversation_list;
extern const HearthCtlCommand hearth_ctl_conversation_show;
extern const HearthCtlCommand hearth_ctl_conversation_search;
extern const HearthCtlCommand hearth_ctl_conversation_rename;
extern const HearthCtlCommand hearth_ctl_conversation_remove;
extern const HearthCtlCommand hearth_ctl_conversation_export;
extern const HearthCtlCommand hearth_ctl_conversation_rate;
extern const HearthCtlCommand hearth_ctl_conversation_misunderstood;
extern const HearthCtlCommand hearth_ctl_usage_command;
extern const HearthCtlCommand hearth_ctl_usage_limit;
extern const HearthCtlCommand hearth_ctl_usage_price;
extern const HearthCtlCommand hearth_ctl_remind;
extern const HearthCtlCommand hearth_ctl_event_briefing;
extern const HearthCtlCommand hearth_ctl_mail_summary;
extern const HearthCtlCommand hearth_ctl_reminders;
extern const HearthCtlCommand hearth_ctl_reminders_done;
extern const HearthCtlCommand hearth_ctl_reminders_snooze;
extern const HearthCtlCommand hearth_ctl_rehearse;
extern const HearthCtlCommand hearth_ctl_why;
extern const HearthCtlCommand hearth_ctl_mind_download;
extern const HearthCtlCommand hearth_ctl_mind_list;
extern const HearthCtlCommand hearth_ctl_mind_remove;
extern const HearthCtlCommand hearth_ctl_mind_stop;
extern const HearthCtlCommand hearth_ctl_service_add;
extern const HearthCtlCommand hearth_ctl_service_agree;
extern const HearthCtlCommand hearth_ctl_service_find_local;
extern const HearthCtlCommand hearth_ctl_service_list;
extern const HearthCtlCommand hearth_ctl_service_models;
extern const HearthCtlCommand hearth_ctl_service_remove;
extern const HearthCtlCommand hearth_ctl_service_test;
extern const HearthCtlCommand hearth_ctl_service_use;
extern const HearthCtlCommand hearth_ctl_service;
extern const HearthCtlCommand hearth_ctl_voice_add;
extern const HearthCtlCommand hearth_ctl_voice_agree;
extern const HearthCtlCommand hearth_ctl_voice_hands_free;
extern const HearthCtlCommand hearth_ctl_voice_find;
extern const HearthCtlCommand hearth_ctl_voice_list;
extern const HearthCtlCommand hearth_ctl_voice_remove;
extern const HearthCtlCommand hearth_ctl_voice_try;
extern const HearthCtlCommand hearth_ctl_voice_use;
extern const HearthCtlCommand hearth_ctl_voice_voices;

/* What commands share */
HearthCtlExit
hearth_ctl_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);
HearthCtlExit
hearth_ctl_fail (const GError *error);
HearthDatabase *
hearth_ctl_open_store (HearthCtl *ctl, HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_ctl_parse_id (const char *text, gint64 *id);

G_END_DECLS
