import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { toComplaint, toPackageComplaint, toRoom } from "./rooms.mjs";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const toProjectPath = (file) => relative(project, file).replaceAll("\\", "/");
const isFolder = (path) => existsSync(join(project, path));
const roomOf = (file) => toRoom(toProjectPath(file), isFolder);

/** Holds the room table, and the packages that only some rooms may know. */
const roomTable = {
  create(context) {
    const room = roomOf(context.filename);
    if (room === null) return {};

    function check(node) {
      if (node.source?.type !== "Literal" || typeof node.source.value !== "string") return;
      const specifier = node.source.value;
      const complaint = specifier.startsWith(".")
        ? toComplaint(room, roomOf(resolve(dirname(context.filename), specifier)))
        : toPackageComplaint(room, specifier);
      if (complaint !== "") context.report({ node, message: `${specifier}: ${complaint}` });
    }

    const unknown = toComplaint(room, room);
    if (unknown !== "") return { Program: (node) => context.report({ node, message: unknown }) };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};

/** A file that only passes on what other files export, or passes on everything of one. */
const noBarrel = {
  create(context) {
    return {
      ExportAllDeclaration: (node) =>
        context.report({ node, message: "no barrels: import from the file itself" }),
      "Program:exit"(node) {
        const passesOn = node.body.filter((each) => each.type === "ExportNamedDeclaration" && each.source);
        const own = node.body.filter((each) => !passesOn.includes(each) && each.type !== "ImportDeclaration");
        if (passesOn.length === 0 || own.length > 0) return;
        context.report({ node: passesOn[0], message: "no barrels: this file only passes on other files" });
      },
    };
  },
};

/** The environment has one reader; what a function needs of it is handed in. */
const noEnvironment = {
  create(context) {
    const report = (node) =>
      context.report({
        node,
        message: "only src/config.ts reads the environment; take the value as a parameter",
      });
    const isProcess = (node) =>
      node?.name === "process" || (node?.type === "MemberExpression" && node.property.name === "process");
    const isNamedEnv = (node) => node?.name === "env" || node?.value === "env";
    const takesEnv = (pattern) =>
      pattern.type === "ObjectPattern" && pattern.properties.some((each) => isNamedEnv(each.key));
    return {
      MemberExpression(node) {
        if (isProcess(node.object) && isNamedEnv(node.property)) report(node);
      },
      VariableDeclarator(node) {
        if (isProcess(node.init) && takesEnv(node.id)) report(node);
      },
      ImportDeclaration(node) {
        if (node.source.value !== "process" && node.source.value !== "node:process") return;
        if (node.specifiers.some((each) => isNamedEnv(each.imported))) report(node);
      },
    };
  },
};

const EMPTY_NAME = /^(utils?|helpers?|lib|common|shared|misc|types|constants|manager|service|base|impl)$/;
const EMPTY_ENDING = /-(utils?|helpers?|misc|manager|impl)$/;

/** Names that say nothing about what is inside. */
const noEmptyName = {
  create(context) {
    const path = toProjectPath(context.filename);
    if (!/^(src|graphs)\//.test(path)) return {};
    const names = path.split("/").map((part) => part.replace(/\..*$/, ""));
    const empty = names.find((name) => EMPTY_NAME.test(name) || EMPTY_ENDING.test(name));
    if (empty === undefined) return {};
    const message = `"${empty}" says nothing; a file is named after the one thing that is inside`;
    return { Program: (node) => context.report({ node, message }) };
  },
};

export default {
  meta: { name: "raptorflow" },
  rules: {
    "room-table": roomTable,
    "no-barrel": noBarrel,
    "no-environment": noEnvironment,
    "no-empty-name": noEmptyName,
  },
};
