package io.github.exectrace.redaction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program whose short options or arguments hold secrets that no name tells.
 *
 * @param attached options with the secret right behind them, as {@code -pSECRET}
 * @param separate options with the secret in the next argument, as {@code -p SECRET}
 * @param user options with a user and a secret in the next argument or right behind them, as {@code
 *     -u user:SECRET}
 * @param only a word that must come before any of that; empty if none must
 */
record Tool(List<String> attached, List<String> separate, List<String> user, String only) {
  private static final Map<String, Tool> BY_NAME = new HashMap<>();

  static {
    var p = List.of("-p");
    var none = List.<String>of();
    put(
        new Tool(p, none, none, ""),
        "mysql mysqldump mysqladmin mysqlimport mysqlcheck mysqlshow mysqlpump mysqlslap mysqlsh"
            + " mysqlbinlog mysql_upgrade mariadb mariadb-dump mariadb-admin mariadb-import"
            + " mariadb-check mariadb-show mariadb-backup mariabackup xtrabackup mytop 7z 7za 7zr"
            + " 7zz rar unrar");
    put(
        new Tool(p, p, none, ""),
        "sshpass mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat twine"
            + " useradd usermod");
    put(
        new Tool(p, p, none, "login"),
        "docker podman nerdctl buildah skopeo helm oras crane az oc");
    put(new Tool(none, List.of("-a"), none, ""), "redis-cli valkey-cli keydb-cli");
    var w = List.of("-w");
    put(
        new Tool(w, w, none, ""),
        "ldapsearch ldapadd ldapmodify ldapdelete ldappasswd ldapwhoami ldapcompare ldapmodrdn");
    put(
        new Tool(
            none, List.of("-b"), List.of("-u", "-U", "-E", "--user", "--proxy-user", "--cert"), ""),
        "curl");
    put(new Tool(none, none, List.of("-a", "--auth"), ""), "http https xh xhs");
    put(new Tool(none, none, List.of("-A", "-P"), ""), "ab");
    put(new Tool(none, none, List.of("-u", "--user"), ""), "lftp ncftp");
    put(
        new Tool(none, none, List.of("-U", "--user"), ""),
        "smbclient rpcclient smbget smbcacls net");
    var upper = List.of("-P");
    put(new Tool(upper, upper, none, ""), "zip unzip zipcloak sqlcmd bcp isql osql tsql ipmitool");
    put(
        new Tool(none, List.of("-c", "-A", "-X"), none, ""),
        "snmpget snmpwalk snmpset snmpbulkwalk snmpbulkget snmptable snmptrap");
    put(new Tool(none, List.of("-k", "-K"), none, ""), "openssl");
    put(new Tool(List.of("/p:"), none, none, ""), "xfreerdp wlfreerdp xfreerdp3");
  }

  private static void put(Tool tool, String names) {
    for (var name : names.split(" ", -1)) {
      BY_NAME.put(name, tool);
    }
  }

  /** The program of that file name, or null if nothing is known of it. */
  static Tool named(String name) {
    return BY_NAME.get(name);
  }
}
